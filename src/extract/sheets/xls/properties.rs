//! The summary that an older office file keeps of itself (the stream "SummaryInformation"): title, author and dates.

use super::records::Bytes;
use super::strings::Writing;
use crate::document::Declared;

const PAGE: u32 = 1;
const TITLE: u32 = 2;
const AUTHOR: u32 = 4;
const CREATED: u32 = 12;
const SAVED: u32 = 13;

const MOST_PROPERTIES: u32 = 200;

/// Reads the summary; `None` where it is damaged.
pub fn declared(stream: &[u8]) -> Option<Declared> {
    let start = usize::try_from(at(stream, 44)?.u32()?).ok()?;
    let section = stream.get(start..)?;
    let mut list = at(section, 4)?;
    let mut places = Vec::new();
    for _ in 0..list.u32()?.min(MOST_PROPERTIES) {
        places.push((list.u32()?, usize::try_from(list.u32()?).ok()?));
    }
    let find =
        |property: u32| places.iter().find(|(own, _)| *own == property).and_then(|(_, place)| at(section, *place));
    let page = find(PAGE).and_then(|mut bytes| bytes.take(4).and_then(|_| bytes.u16())).unwrap_or(1252);
    let text = |property| find(property).and_then(|bytes| text(bytes, page)).filter(|text| !text.is_empty());
    let dates = [CREATED, SAVED].into_iter().filter_map(|property| date(find(property)?)).collect();
    Some(Declared { title: text(TITLE), author: text(AUTHOR), dates, ..Declared::default() })
}

fn at(stream: &[u8], place: usize) -> Option<Bytes<'_>> {
    stream.get(place..).map(Bytes)
}

fn text(mut bytes: Bytes<'_>, page: u16) -> Option<String> {
    const NARROW: u32 = 0x1E;
    const WIDE: u32 = 0x1F;
    const UTF_8: u16 = 65_001;
    let (kind, size) = (bytes.u32()?, usize::try_from(bytes.u32()?).ok()?);
    let text = match kind {
        NARROW if page == UTF_8 => String::from_utf8_lossy(bytes.take(size)?).into_owned(),
        NARROW => Writing::page(page).of_length(&mut bytes, size)?,
        WIDE => {
            let raw = bytes.take(size.checked_mul(2)?)?;
            let units: Vec<u16> =
                raw.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?))).collect();
            String::from_utf16_lossy(&units)
        }
        _ => return None,
    };
    Some(super::super::tidy::tidy(text.trim_end_matches('\0')))
}

/// A moment, in tenths of microseconds since 1601, as "2021-04-10T14:30:00Z".
fn date(mut bytes: Bytes<'_>) -> Option<String> {
    const MOMENT: u32 = 0x40;
    // Days from the day from which spreadsheets count to 1 January 1601.
    const FIRST_DAY: f64 = -109_205.0;
    let kind = bytes.u32()?;
    let ticks = u64::from(bytes.u32()?) | u64::from(bytes.u32()?) << 32;
    let days = ticks as f64 / 864e9 + FIRST_DAY;
    (kind == MOMENT && days > 0.0).then(|| super::super::dates::iso(days)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary() {
        let ticks = ((109_205u64 + 44_296) * 864_000_000_000).to_le_bytes();
        let title = [&[0x1E, 0, 0, 0, 5, 0, 0, 0][..], b"Plan\0"].concat();
        let numbers: [u32; 6] = [0, 2, TITLE, 24, CREATED, 40];
        let list: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
        let head = [&[0; 44][..], &48u32.to_le_bytes()].concat();
        let stream = [head, list, title, vec![0; 3], vec![0x40, 0, 0, 0], ticks.to_vec()].concat();
        let found = declared(&stream).unwrap_or_default();
        assert_eq!(found.title.as_deref(), Some("Plan"));
        assert_eq!(found.dates, ["2021-04-10T00:00:00Z"]);
        (0..stream.len()).for_each(|size| drop(declared(stream.get(..size).unwrap_or_default())));
        assert_eq!(declared(b""), None);
    }
}
