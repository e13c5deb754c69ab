//! Queries that are personal and queries that are not, by table; and numbers at random: every BSN is found however it
//! is grouped, and years, articles and amounts are left alone.

use proptest::prelude::*;

use super::*;

#[test]
fn personal_queries_are_found() {
    let queries = [
        // BSN: alone, in groups, with a name, with and without the word for it.
        "123456782",
        "123 456 782",
        "123.456.782",
        "1234.56.782",
        "1234 56 782",
        "12 34 56 782",
        "123-456-782",
        "123_456_782",
        "1 2 3 4 5 6 7 8 2",
        "12-345678-2",
        "jan jansen 123456782",
        "123456782 jansen uitkering",
        "jansen 123.456.782",
        "dossier 1 2 3 4 5 6 7 8 2",
        "bsn 123456782",
        "BSN: 1234.56.782",
        "bsn123456782",
        "bsn-nummer 123 456 782",
        "b.s.n. 12-345678-2",
        "burgerservicenummer 123456782",
        "burger service nummer 12 34567 82",
        "sofinummer 123456782",
        "sofi 123456782",
        "sofi-nr. 123456782",
        "sociaal-fiscaal nummer 123456782",
        "citizen service number 123456782",
        "123456782 is het bsn van jan",
        "bsn 123456789",
        "bsn 12,345,67,82",
        "Z123456782",
        "(123456782)",
        "zaak/123456782/2021",
        "１２３４５６７８２",
        "123\u{a0}456\u{a0}782",
        "123\u{2011}456\u{2011}782",
        "123\u{200b}456\u{200b}782",
        "123\u{ad}456\u{ad}782",
        "123\t456\t782",
        "\"123456782\"",
        "titel:123456782",
        "111222333",
        "111 222 333 wmo",
        "€ 123.456.782",
        "12345678(2)",
        // Without the leading zero.
        "10000008",
        "bsn 10.00.00.08",
        "jansen 10000008",
        "10 000 008",
        // A day that passes the check when nothing else is asked: which of both it is cannot be told.
        "20210401",
        // E-mail.
        "jan.jansen@brinkhaven.nl",
        "mail jan@brinkhaven.nl wmo",
        "jan @ brinkhaven . nl",
        "jan (at) brinkhaven.nl",
        "jan[at]brinkhaven.nl",
        "jan@localhost",
        "jan＠brinkhaven.nl",
        "jan%40brinkhaven.nl",
        "mailto:jan@b.nl",
        "@janjansen",
        "jan( at )brinkhaven.nl",
        "j@é.nl",
        // Telephone.
        "0612345678",
        "06-12345678",
        "06 12345678",
        "06 12 34 56 78",
        "06 1234 5678",
        "06.12.34.56.78",
        "06/12345678",
        "bel 06-12345678 vandaag",
        "tel0612345678",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 12345678",
        "+31(0)612345678",
        "+ 31 6 1234 5678",
        "0031612345678",
        "0031 6 12345678",
        "0031 (0)6 12345678",
        "31612345678",
        "31 6 12345678",
        "010-1234567",
        "010 123 45 67",
        "(010) 1234567",
        "(010)-123 45 67",
        "0101234567",
        "0123-456789",
        "0123 45 67 89",
        "+31 10 123 45 67",
        "0031 10 1234567",
        "+32 475 12 34 56",
        "+49 30 123456",
        "088 123 45 67",
        "0 6 1 2 3 4 5 6 7 8",
        "06 ‑ 12345678",
        "＋31612345678",
        "31201234567",
        // Bank accounts.
        "NL91ABNA0417164300",
        "NL91 ABNA 0417 1643 00",
        "nl91.abna.0417.1643.00",
        "iban NL91-ABNA-0417-1643-00",
        "NL92ABNA0417164300",
        "rekening NL91 ABNA 0417 1643 00 jansen",
        "IBANNL91ABNA0417164300",
        "BE68 5390 0754 7034",
        "DE89 3704 0044 0532 0130 00",
        "GB82 WEST 1234 5698 7654 32",
    ];
    let missed: Vec<&str> = queries.into_iter().filter(|query| !holds_personal_data(query)).collect();
    assert!(missed.is_empty(), "personal: {missed:?}");
}

#[test]
fn ordinary_queries_are_left_alone() {
    let queries = [
        "",
        " ",
        "glasvezel",
        "artikel 36",
        "artikel 3.1.2 lid 4",
        "2019-2021",
        "2019 2020 2021",
        "begroting 2019-2021",
        "BWBR0015703",
        "CVDR641234",
        "CVDR641234/1",
        "Z/21/123456",
        "Z21-123456",
        "zaaknummer Z/21/123456",
        "2021-12345",
        "gmb-2021-123456",
        "stcrt-2021-12345",
        "kst-35925-12",
        "ECLI:NL:RVS:2019:1234",
        "NL.IMRO.0363.A1234BPSTD-VG01",
        "€ 480.000",
        "480.000 euro",
        "€ 480.000.000",
        "€ 1.234.567,89",
        "EUR 12.345.678",
        "12.345.678 inwoners",
        "1234 AB",
        "1234AB 12",
        "1234 AB 12 2021",
        "01-04-2021",
        "1-4-2021",
        "06-04-2021 12",
        "2021-04-01",
        "raadsvergadering 20210401",
        "01042021 besluit",
        "1 januari 2021",
        "06-2021",
        "14 0123",
        "112",
        "0900-8844",
        "0800 1234",
        "bsn",
        "wat is een bsn",
        "burgerservicenummer 2021",
        "sofia 2019",
        "filosofie 2019 2020",
        "b@w",
        "B@W-besluit",
        "college b @ w",
        "b@w.",
        "123456789",
        "nr 123456789",
        "123 456 789",
        "0363010000000001",
        "0363100012345678",
        "9789012345678",
        "ISBN 978-90-1234-567-9",
        "12:30-14:00 uur",
        "1.2.3.4.5",
        "10.000.000",
        "5G 3,5 GHz",
        "N201 A2 A27",
        "100%",
        "c++ 2021",
        "wijk 12 buurt 345",
        "nl12 abcd",
        "NL 2020 plan 2030",
        "3/4",
        "e-mail",
        "at",
        "52.370216, 4.895168",
        "kenmerk 2021/0012345",
        "0012345",
        "D21.0012345",
        "woz-waarde 350.000 2022",
        "perceel ABC01 K 1234",
        "beleid 2020 2021 2022 2023",
        "artikel 213a",
        "motie 12.1 en 12.2",
        "RIS304567",
        "BD2021-002345",
    ];
    let taken: Vec<&str> = queries.into_iter().filter(|query| holds_personal_data(query)).collect();
    assert!(taken.is_empty(), "ordinary: {taken:?}");
}

/// `number` in groups of `lengths`, over and over, with `gap` between them.
fn grouped(number: &str, lengths: &[usize], gap: &str) -> String {
    let (mut groups, mut rest) = (Vec::new(), number);
    for length in lengths.iter().cycle() {
        let (group, after) = rest.split_at((*length).min(rest.len()));
        groups.push(group);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    groups.join(gap)
}

/// A number of nine digits that passes the 11-check, made of the first eight.
fn bsn(first: u32) -> Option<String> {
    let first = format!("{:08}", first % 100_000_000);
    let sum: u32 =
        first.bytes().zip([9, 8, 7, 6, 5, 4, 3, 2]).map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    (sum > 0 && sum % 11 < 10).then(|| format!("{first}{}", sum % 11))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_bsn_is_found(
        first: u32,
        lengths in prop::collection::vec(1usize..=9, 1..9),
        gap in prop::sample::select(vec!["", " ", ".", "-", ". ", " - "]),
        words in "[a-z]{0,8}",
    ) {
        let Some(number) = bsn(first) else { return Ok(()) };
        prop_assert!(holds_personal_data(&number));
        prop_assert!(holds_personal_data(&format!("{words} {number}")), "{words} {number}");
        let alone = grouped(&number, &lengths, gap);
        prop_assert!(holds_personal_data(&alone), "{alone}");
        let named = format!("{words} bsn {alone} {words}");
        prop_assert!(holds_personal_data(&named), "{named}");
        let short = number.trim_start_matches('0');
        prop_assert!(short.len() != 8 || holds_personal_data(short), "{short}");
    }

    #[test]
    fn every_mobile_number_is_found(
        rest in "[1-9][0-9]{7}",
        gap in prop::sample::select(vec!["", " ", "-"]),
        groups in 1usize..=8,
    ) {
        for start in ["06", "+316", "+31 6", "+31 (0)6", "0031 6", "00316"] {
            let number = format!("bel {start}{gap}{}", grouped(&rest, &[groups], gap));
            prop_assert!(holds_personal_data(&number), "{number}");
        }
    }

    #[test]
    fn years_articles_and_amounts_are_left_alone(year in 1950u32..2040, article in 1u32..999, thousands in 1u32..999) {
        for query in [
            format!("artikel {article} {year}"), format!("{year}-{} begroting", year + 3), format!("€ {thousands}.000"),
            format!("wet {year} artikel {article} lid 2"), format!("{article} {year}"), format!("{year} {}", year + 1),
        ] {
            prop_assert!(!holds_personal_data(&query), "{query}");
        }
    }

    #[test]
    fn any_text_is_looked_at(text in "\\PC{0,80}", digits in "[0-9 .+@a-z/()-]{0,60}") {
        let _ = (holds_personal_data(&text), holds_personal_data(&digits));
    }
}
