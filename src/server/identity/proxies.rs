//! Which addresses are proxies that are believed, and which address a request came from. What a proxy says about the
//! user is read in `identity`.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderValue};

use crate::error::{Error, ErrorKind, Result};

/// Bits of an IPv6 address before the IPv4 address that it stands for.
const MAPPED_BITS: u8 = 96;

/// A network of addresses. An IPv6 address that stands for an IPv4 address (`::ffff:10.1.2.3`) is that address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

impl Network {
    /// Whether `address` is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(_), IpAddr::V4(_)) | (IpAddr::V6(_), IpAddr::V6(_)) => {
                first_of(address.to_canonical(), self.bits) == self.first
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = Error;

    /// Reads an address (`127.0.0.1`) or a network (`10.1.0.0/16`).
    ///
    /// # Errors
    /// When it is neither, has bits after its prefix, or holds every address: the error names the text.
    fn from_str(text: &str) -> Result<Self> {
        let refuse = |why: &str| Error::new(ErrorKind::Usage, format!("proxy {text:?} {why}"));
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let written: IpAddr =
            address.parse().map_err(|_| refuse("is no address: write one such as 127.0.0.1 or 10.1.0.0/16"))?;
        let first = written.to_canonical();
        let mapped = if first == written { 0 } else { MAPPED_BITS };
        let longest = if first.is_ipv4() { 32 } else { 128 };
        let bits = prefix.map_or(Some(longest), |prefix| number(prefix)?.checked_sub(mapped));
        let bits =
            bits.filter(|bits| *bits <= longest).ok_or_else(|| refuse("has no such prefix: write 10.1.0.0/16"))?;
        if bits == 0 {
            return Err(refuse("is every address, and anyone would be believed: name the proxies"));
        }
        let network = Network { first: first_of(first, bits), bits };
        if network.first != first {
            return Err(refuse(&format!("has bits after its prefix: write {network} or the address alone")));
        }
        Ok(network)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.bits)
    }
}

/// The proxies that are believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    networks: Vec<Network>,
}

impl Proxies {
    /// Reads the addresses and networks in `texts`.
    ///
    /// # Errors
    /// The first that cannot be read.
    pub fn parse<S: AsRef<str>>(texts: &[S]) -> Result<Self> {
        let networks = texts.iter().map(|text| text.as_ref().parse()).collect::<Result<_>>()?;
        Ok(Proxies { networks })
    }

    /// Whether `address` is one of them.
    pub fn hold(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// The address that a request counts for and is logged with: the peer's, or, where that is a believed proxy, the
    /// last in `X-Forwarded-For` that is no believed proxy. Whatever stands before that one, anyone may have written.
    ///
    /// Where the header is not there, names none, or cannot be read that far, it is the peer's.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if self.hold(peer) { self.forwarded(headers).unwrap_or(peer) } else { peer }
    }

    fn forwarded(&self, headers: &HeaderMap) -> Option<IpAddr> {
        for value in headers.get_all("x-forwarded-for").iter().rev() {
            for entry in entries_from_last(value)? {
                let address = hop(entry)?;
                if !self.hold(address) {
                    return Some(address);
                }
            }
        }
        None
    }
}

fn entries_from_last(value: &HeaderValue) -> Option<impl Iterator<Item = &str>> {
    Some(value.to_str().ok()?.rsplit(','))
}

/// An entry of `X-Forwarded-For`: an address, perhaps with a port or in brackets.
fn hop(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim_matches([' ', '\t']);
    let bracketed = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok().filter(IpAddr::is_ipv6);
    let with_port = || entry.parse::<SocketAddr>().ok().map(|address| address.ip());
    let address = entry.parse().ok().or_else(with_port).or_else(bracketed)?;
    Some(address.to_canonical())
}

/// `address` with all after its first `bits` bits cleared.
fn first_of(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits.min(32))).unwrap_or(0);
            IpAddr::V4((address.to_bits() & mask).into())
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits.min(128))).unwrap_or(0);
            IpAddr::V6((address.to_bits() & mask).into())
        }
    }
}

/// A number of plain digits; parsing alone would take "+8".
fn number(text: &str) -> Option<u8> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        let table = [
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("10.1.0.0/16", "10.1.255.255", true),
            ("10.1.0.0/16", "10.2.0.0", false),
            ("10.1.0.0/16", "::ffff:10.1.2.3", true),
            ("10.1.0.0/16", "::ffff:0a01:0203", true),
            ("10.1.0.0/16", "::10.1.2.3", false),
            ("::ffff:10.1.2.3", "10.1.2.3", true),
            ("::ffff:10.1.0.0/112", "10.1.2.3", true),
            ("::ffff:10.1.0.0/112", "10.2.2.3", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("2001:db8::/32", "32.1.13.184", false),
            ("fe80::1", "fe80::1", true),
            ("::1", "127.0.0.1", false),
            ("::/1", "10.1.2.3", false),
            ("128.0.0.0/1", "200.1.2.3", true),
        ];
        for (network, address, expected) in table {
            let network: Network = network.parse().unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), expected, "{network} holds {address}");
        }
    }

    #[test]
    fn what_is_no_network_is_named() {
        let texts = [
            "",
            " ",
            "proxy",
            "10.1",
            "10.1.0.0.0",
            "010.1.0.0",
            "10.1.0.0/",
            "10.1.0.0/33",
            "10.1.0.0/+8",
            "10.1.0.0/-1",
            "10.1.0.0/16/16",
            "10.1.2.3/16",
            " 10.1.2.3",
            "10.1.2.3 ",
            "10.1.2.3:80",
            "[::1]",
            "::1/129",
            "fe80::1%eth0",
            "0.0.0.0/0",
            "::/0",
            "::ffff:0.0.0.0/96",
            "::ffff:10.1.2.3/16",
            "1/8",
            "10.1.0.0/1٦",
            "*",
        ];
        for text in texts {
            let error = text.parse::<Network>().expect_err(text).to_string();
            assert!(error.contains(&format!("{text:?}")) && !error.contains('\n'), "{error}");
        }
        assert!("10.1.2.3/16".parse::<Network>().unwrap_err().to_string().contains("write 10.1.0.0/16"));
    }

    proptest! {
        #[test]
        fn an_address_is_in_the_network_that_it_shares_bits_with(first: u32, other: u32, bits in 1u8..=32) {
            let network = Network { first: first_of(IpAddr::V4(first.into()), bits), bits };
            let same = (first ^ other).leading_zeros() >= u32::from(bits);
            prop_assert_eq!(network.contains(IpAddr::V4(other.into())), same);
            prop_assert_eq!(network.to_string().parse::<Network>().unwrap(), network);
        }

        #[test]
        fn any_header_gives_some_address(text in "[ -~]{0,60}") {
            let proxies = Proxies::parse(&["10.0.0.0/8"]).unwrap();
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-for", HeaderValue::from_str(&text).unwrap());
            let peer: IpAddr = "192.0.2.1".parse().unwrap();
            prop_assert_eq!(proxies.client(peer, &headers), peer);
            let _ = proxies.client("10.0.0.1".parse().unwrap(), &headers);
        }
    }
}
