//! Abuse of headers, case by case: what anyone but a believed proxy writes gives no identity and no other address; what
//! a believed proxy sends that is doubtful gives none either.

use axum::http::HeaderValue;
use proptest::prelude::*;

use super::*;

const PROXIES: [&str; 4] = ["127.0.0.1", "10.1.0.0/16", "2001:db8:1::/48", "::ffff:172.16.5.9"];
const STRANGER: &str = "203.0.113.7";
const PROXY: &str = "10.1.2.3";

fn reader() -> IdentityHeaders {
    IdentityHeaders::new(Proxies::parse(&PROXIES).unwrap(), Some("X-Remote-User"), Some("X-Remote-Groups")).unwrap()
}

fn map(headers: &[Header]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name: HeaderName = name.parse().unwrap();
        map.append(name, HeaderValue::from_bytes(value).unwrap());
    }
    map
}

/// The labels, and whether something was set aside, of a request from `peer`.
fn claimed(peer: &str, headers: &[Header]) -> (String, Option<ClaimFault>) {
    let claim = reader().claim(peer.parse().unwrap(), &map(headers));
    (claim.identity.labels().join(" "), claim.fault)
}

type Header<'h> = (&'h str, &'h [u8]);

const USER: Header = ("X-Remote-User", b"jan");
const GROUPS: Header = ("X-Remote-Groups", b"griffie,raad");

#[test]
fn strangers_are_nobody_whatever_they_send() {
    let peers = [
        STRANGER,
        "10.2.0.1",
        "10.0.255.255",
        "127.0.0.2",
        "0.0.0.0",
        "192.168.1.1",
        "172.16.5.8",
        "::1",
        "::",
        "::10.1.2.3",
        "::ffff:10.2.0.1",
        "::ffff:203.0.113.7",
        "2001:db8:2::1",
        "64:ff9b::10.1.2.3",
        "fe80::1",
        "2002:a01:203::1",
    ];
    let sets: [&[Header]; 8] = [
        &[USER],
        &[GROUPS],
        &[USER, GROUPS],
        &[USER, GROUPS, ("X-Forwarded-For", b"10.1.2.3")],
        &[USER, GROUPS, ("X-Forwarded-For", b"127.0.0.1, 127.0.0.1"), ("X-Real-IP", b"127.0.0.1")],
        &[USER, GROUPS, ("Forwarded", b"for=127.0.0.1;by=127.0.0.1"), ("Host", b"127.0.0.1")],
        &[USER, USER, GROUPS, GROUPS],
        &[("X-Remote-User", b"\xff\xfe"), ("X-Remote-Groups", b"a\tb")],
    ];
    for peer in peers {
        for headers in sets {
            assert_eq!(claimed(peer, headers), (String::new(), None), "{peer} with {headers:?}");
            let address = reader().proxies().client(peer.parse().unwrap(), &map(headers));
            assert_eq!(address, peer.parse::<IpAddr>().unwrap().to_canonical(), "{peer} with {headers:?}");
        }
    }
}

#[test]
fn proxies_are_believed_in_every_spelling_of_their_address() {
    for peer in ["127.0.0.1", PROXY, "::ffff:10.1.2.3", "::ffff:7f00:1", "2001:db8:1:9::1", "172.16.5.9"] {
        assert_eq!(claimed(peer, &[USER, GROUPS]), ("@jan griffie raad".to_string(), None), "{peer}");
    }
}

#[test]
fn other_headers_do_not_count_even_from_a_proxy() {
    let names = [
        "X_Remote_User",
        "X-Remote_User",
        "X_Remote-User",
        "X--Remote-User",
        "XRemoteUser",
        "Remote-User",
        "REMOTE_USER",
        "X-Remote-User-",
        "-X-Remote-User",
        "X-Remote-Users",
        "HTTP_X_REMOTE_USER",
        "X-Forwarded-User",
        "X.Remote.User",
        "X-Auth-User",
        "X-User",
        "Authorization",
        "From",
        "Cookie",
        "X-Original-Remote-User",
        "X-Remote-Use",
        "X-RemoteUser",
        "x-remote-user2",
    ];
    for name in names {
        assert_eq!(claimed(PROXY, &[(name, b"beheerder")]), (String::new(), None), "{name}");
        let beside = claimed(PROXY, &[(name, b"beheerder"), USER]);
        assert_eq!(beside, ("@jan".to_string(), None), "{name} beside the right one");
    }
    for name in ["x-remote-user", "X-REMOTE-USER", "x-ReMoTe-UsEr"] {
        assert_eq!(claimed(PROXY, &[(name, b"jan")]).0, "@jan", "{name}: case does not count");
    }
}

#[test]
fn doubtful_users_are_nobody() {
    use ClaimFault::{NotText, SeveralUsers, TooLong};
    let long = "a".repeat(201);
    let table: Vec<(&[u8], Option<ClaimFault>)> = vec![
        (b"", None),
        (b"   ", None),
        (b"(null)", None),
        (b"jan,beheerder", Some(SeveralUsers)),
        (b"jan, jan", Some(SeveralUsers)),
        (b"jan;beheerder", Some(SeveralUsers)),
        (b"jan\tbeheerder", Some(NotText)),
        (b"\tjan", Some(NotText)),
        (b"jan\xff", Some(NotText)),
        (b"\xe9va", Some(NotText)),
        (b"\xc3\x28", Some(NotText)),
        (b"\xed\xa0\x80", Some(NotText)),
        (b"\xc0\xafjan", Some(NotText)),
        ("jan\u{85}".as_bytes(), Some(NotText)),
        ("jan\u{9b}2J".as_bytes(), Some(NotText)),
        ("j\u{200b}an".as_bytes(), Some(NotText)),
        ("\u{202e}naj".as_bytes(), Some(NotText)),
        ("jan\u{a0}".as_bytes(), Some(NotText)),
        ("jan\u{2028}x".as_bytes(), Some(NotText)),
        ("\u{feff}jan".as_bytes(), Some(NotText)),
        ("j\u{ad}an".as_bytes(), Some(NotText)),
        (long.as_bytes(), Some(TooLong)),
    ];
    for (value, fault) in table {
        let shown = String::from_utf8_lossy(value);
        assert_eq!(claimed(PROXY, &[("X-Remote-User", value)]), (String::new(), fault), "{shown:?}");
        // The groups of a user who is not known do not open anything either.
        let (labels, fault) = claimed(PROXY, &[("X-Remote-User", value), GROUPS]);
        assert!(labels.is_empty() && fault.is_some(), "{shown:?} with groups: {labels:?}, {fault:?}");
    }
}

#[test]
fn users_are_taken_as_they_are_written() {
    let long = "é".repeat(200);
    let names = [
        "jan",
        "Jan",
        "jan.jansen@brinkhaven.nl",
        "BRINKHAVEN\\jan",
        "Jan Jansen",
        "Ĳsbrand d'Éclat",
        "@jan",
        "*",
        "%00",
        "jan%0d%0aX-Remote-Groups: beheer",
        "../beheerder",
        "' OR 1=1",
        "<script>",
        "null",
        "0",
        "王",
        &long,
    ];
    for name in names {
        assert_eq!(claimed(PROXY, &[("X-Remote-User", name.as_bytes())]), (format!("@{name}"), None));
    }
    assert_eq!(claimed(PROXY, &[("X-Remote-User", b"  jan ")]).0, "@jan", "spaces around it do not count");
}

#[test]
fn groups_are_split_trimmed_and_make_no_users() {
    use ClaimFault::{NotText, TooLong, TooManyGroups};
    let [just, over] = [200, 201].map(|number| vec!["g"; number].join(","));
    let [dropped, empty] = [vec!["@g"; 201].join(","), ",".repeat(5_000)];
    let [fits, long] = [200, 201].map(|number| "g".repeat(number));
    let mixed = format!("raad,{long}");
    let table: Vec<(&[u8], &str, Option<ClaimFault>)> = vec![
        (b"griffie", "griffie", None),
        (b"raad , griffie;;  griffie ;", "griffie raad", None),
        (b"@piet,griffie", "griffie", None),
        (b" @piet ; @jan2", "", None),
        (b"@@piet", "", None),
        (b",;, ;", "", None),
        (b"(null)", "", None),
        (b"(null),raad", "raad", None),
        (b"Griffie", "Griffie", None),
        (b"team beheer", "team beheer", None),
        (b"raad\tgriffie", "-", Some(NotText)),
        (b"raad,\xff", "-", Some(NotText)),
        ("raad,gr\u{200d}iffie".as_bytes(), "-", Some(NotText)),
        ("raad,\u{202e}x".as_bytes(), "-", Some(NotText)),
        ("raad\u{2029}".as_bytes(), "-", Some(NotText)),
        (just.as_bytes(), "g", None),
        (over.as_bytes(), "-", Some(TooManyGroups)),
        (dropped.as_bytes(), "-", Some(TooManyGroups)),
        (empty.as_bytes(), "", None),
        (fits.as_bytes(), &fits, None),
        (long.as_bytes(), "-", Some(TooLong)),
        (mixed.as_bytes(), "-", Some(TooLong)),
    ];
    for (value, labels, fault) in table {
        let shown = String::from_utf8_lossy(value);
        // "-" stands for nothing at all, the user not even.
        let expected = format!("@jan {labels}").trim().to_string();
        let expected = if labels == "-" { String::new() } else { expected };
        assert_eq!(claimed(PROXY, &[USER, ("X-Remote-Groups", value)]), (expected, fault), "{shown:?}");
    }
}

#[test]
fn several_headers_give_nothing() {
    use ClaimFault::{GroupsWithoutUser, Repeated};
    let other_user: Header = ("x-remote-user", b"beheerder");
    let other_groups: Header = ("x-remote-groups", b"beheer");
    let empty: Header = ("X-Remote-User", b"");
    let table: [(&[Header], ClaimFault); 8] = [
        (&[USER, other_user], Repeated),
        (&[other_user, USER, GROUPS], Repeated),
        (&[USER, USER], Repeated),
        (&[empty, USER], Repeated),
        (&[USER, empty], Repeated),
        (&[USER, GROUPS, other_groups], Repeated),
        (&[GROUPS], GroupsWithoutUser),
        (&[empty, GROUPS], GroupsWithoutUser),
    ];
    for (headers, fault) in table {
        assert_eq!(claimed(PROXY, headers), (String::new(), Some(fault)), "{headers:?}");
    }
    let thousand: Vec<Header> = vec![USER; 1_000];
    assert_eq!(claimed(PROXY, &thousand), (String::new(), Some(Repeated)));
}

#[test]
fn the_address_is_that_of_the_last_who_is_no_proxy() {
    let long = vec!["10.1.0.9"; 1_000].join(", ");
    let long = [long.as_bytes()];
    let table: Vec<(&str, &[&[u8]], &str)> = vec![
        (PROXY, &[], PROXY),
        (PROXY, &[b"198.51.100.1"], "198.51.100.1"),
        (PROXY, &[b"127.0.0.1, 198.51.100.1"], "198.51.100.1"),
        (PROXY, &[b"203.0.113.9, 198.51.100.1, 10.1.0.9, 127.0.0.1"], "198.51.100.1"),
        (PROXY, &[b"203.0.113.9", b"198.51.100.1"], "198.51.100.1"),
        (PROXY, &[b"198.51.100.1", b"10.1.0.9"], "198.51.100.1"),
        (PROXY, &[b"10.1.0.9, 127.0.0.1"], PROXY),
        (PROXY, &long, PROXY),
        (PROXY, &[b"<script>, 198.51.100.1"], "198.51.100.1"),
        (PROXY, &[b"198.51.100.1, <script>"], PROXY),
        (PROXY, &[b"198.51.100.1,"], PROXY),
        (PROXY, &[b"", b"198.51.100.1"], "198.51.100.1"),
        (PROXY, &[b"198.51.100.1", b""], PROXY),
        (PROXY, &[b"unknown"], PROXY),
        (PROXY, &[b"_hidden"], PROXY),
        (PROXY, &[b"for=198.51.100.1"], PROXY),
        (PROXY, &[b"198.51.100.1 203.0.113.9"], PROXY),
        (PROXY, &[b"198.51.100.1;203.0.113.9"], PROXY),
        (PROXY, &[b"198.51.100.01"], PROXY),
        (PROXY, &[b"3325256705"], PROXY),
        (PROXY, &[b"\"198.51.100.1\""], PROXY),
        (PROXY, &[b"198.51.100.1\xff"], PROXY),
        (PROXY, &[b"198.51.100.1:4321"], "198.51.100.1"),
        (PROXY, &[b"198.51.100.1:99999"], PROXY),
        (PROXY, &[b"[2001:db8:9::1]:443"], "2001:db8:9::1"),
        (PROXY, &[b"[2001:db8:9::1]"], "2001:db8:9::1"),
        (PROXY, &[b"2001:db8:9::1"], "2001:db8:9::1"),
        (PROXY, &[b"[198.51.100.1]"], PROXY),
        (PROXY, &[b"::ffff:198.51.100.1"], "198.51.100.1"),
        (PROXY, &[b"198.51.100.1, ::ffff:10.1.0.9"], "198.51.100.1"),
        ("::ffff:10.1.2.3", &[b"198.51.100.1"], "198.51.100.1"),
        ("::ffff:203.0.113.7", &[b"198.51.100.1"], STRANGER),
        (STRANGER, &[b"198.51.100.1"], STRANGER),
        (STRANGER, &[b"198.51.100.1, 10.1.0.9"], STRANGER),
    ];
    for (peer, values, expected) in table {
        let headers: Vec<_> = values.iter().map(|value| ("X-Forwarded-For", *value)).collect();
        let address = reader().proxies().client(peer.parse().unwrap(), &map(&headers));
        assert_eq!(address.to_string(), expected, "{peer} with {headers:?}");
    }
}

#[test]
fn without_proxies_or_names_nothing_is_believed() {
    let none = IdentityHeaders::new(Proxies::default(), Some("X-Remote-User"), Some("X-Remote-Groups")).unwrap();
    let unnamed = IdentityHeaders::new(Proxies::parse(&PROXIES).unwrap(), None, None).unwrap();
    for reader in [none, unnamed, IdentityHeaders::default()] {
        for peer in ["127.0.0.1", PROXY, STRANGER, "::1"] {
            assert_eq!(reader.claim(peer.parse().unwrap(), &map(&[USER, GROUPS])), Claim::default());
        }
    }
    let groups_only = IdentityHeaders::new(Proxies::parse(&PROXIES).unwrap(), None, Some("X-Remote-Groups")).unwrap();
    let claim = groups_only.claim(PROXY.parse().unwrap(), &map(&[USER, GROUPS]));
    assert_eq!(claim.identity.labels(), ["griffie", "raad"]);
}

#[test]
fn names_of_headers_that_cannot_work_are_named() {
    let table = [
        (Some("X_Remote_User"), None),
        (Some(""), None),
        (Some("X Remote"), None),
        (Some("X-Gebruiker:"), None),
        (None, Some("Cookie")),
        (Some("X-FORWARDED-FOR"), None),
        (None, Some("X-Api-Key")),
        (Some("host"), None),
        (Some("X-Remote"), Some("x-remote")),
        (None, Some("groepén")),
    ];
    for (user, groups) in table {
        let error = IdentityHeaders::new(Proxies::default(), user, groups).unwrap_err().to_string();
        assert!(error.contains("_header") && !error.contains('\n'), "{error}");
    }
}

#[test]
fn labels_are_those_of_user_groups_and_key() {
    let key = KeyHolder { name: "intranet".into(), readers: vec!["raad".to_string(), "archief".to_string()].into() };
    let groups = ["raad", "griffie", "raad"].map(str::to_string).to_vec();
    let identity = Identity { user: Some("jan".to_string()), groups, key: Some(key) };
    assert_eq!(identity.labels(), ["@jan", "archief", "griffie", "raad"]);
    assert!(!identity.is_anonymous() && Identity::default().is_anonymous());
    assert!(Identity::default().labels().is_empty());
}

proptest! {
    /// Whatever bytes come, a stranger gets nothing, and a proxy's user gets no label of another user.
    #[test]
    fn no_bytes_make_another_user(
        user in prop::collection::vec(32u8..=255, 0..40),
        groups in prop::collection::vec(prop_oneof![Just(b'@'), Just(b','), Just(b';'), Just(b' '), 32u8..=255], 0..60),
    ) {
        prop_assume!(!user.contains(&127) && !groups.contains(&127));
        let headers = [("X-Remote-User", user.as_slice()), ("X-Remote-Groups", groups.as_slice())];
        prop_assert_eq!(claimed(STRANGER, &headers), (String::new(), None));
        let claim = reader().claim(PROXY.parse().unwrap(), &map(&headers));
        let own = claim.identity.user.as_ref().map(|user| format!("@{user}"));
        for label in claim.identity.labels().into_iter().filter(|label| label.starts_with('@')) {
            prop_assert_eq!(Some(label), own.clone());
        }
        prop_assert!(claim.fault.is_none() || claim.identity.is_anonymous());
    }
}
