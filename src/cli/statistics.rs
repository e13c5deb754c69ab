//! `raadpleeg statistics`.

use jiff::ToSpan;

use super::WELL;
use super::args::StatisticsArgs;
use super::output::{Output, plain};
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::server::statistics::{Summary, SummaryOptions, summarise, today};
use crate::wording::Language;

pub(super) fn run(args: &StatisticsArgs, language: Language, config: &Config, output: &mut Output) -> Result<u8> {
    let settings = config.settings(args.config.as_deref())?;
    let folder = args.folder.as_ref().or(settings.server.statistics.as_ref()).ok_or_else(|| {
        let context = "say where the statistics are: name their folder, or give settings with statistics in [server]";
        Error::new(ErrorKind::Usage, context)
    })?;
    let to = today();
    let from = to.saturating_sub(i64::from(args.days - 1).days());
    let summary = summarise(folder, &SummaryOptions { least: args.least, ..SummaryOptions::of(from, to) })?;
    if args.json { output.json(&summary) } else { text(&summary, language, output) }?;
    Ok(WELL)
}

fn text(summary: &Summary, language: Language, output: &mut Output) -> Result<()> {
    let days = language.counted(summary.days, language.pick("dag", "day"), language.pick("dagen", "days"));
    let searches = language.counted(
        summary.searches,
        language.pick("zoekopdracht", "search"),
        language.pick("zoekopdrachten", "searches"),
    );
    let found_nothing = language.whole(summary.searches_without_hits);
    let nothing = language.pick("zonder treffers", "without hits");
    output.line(&format!("{searches}, {days}; {found_nothing} {nothing}"))?;
    let most = summary.most_searched.iter().map(|asked| {
        let hits = language.decimal(asked.mean_hits as f32, 0);
        (asked.count, asked.query.as_str(), format!("{hits} {}", language.pick("treffers", "hits")))
    });
    list(language.pick("Meest gezocht", "Most searched"), most, language, output)?;
    let none = summary.without_hits.iter().map(|asked| (asked.count, asked.query.as_str(), String::new()));
    list(language.pick("Zonder treffers", "Without hits"), none, language, output)?;
    let slow = summary
        .slow
        .iter()
        .map(|asked| (asked.count, asked.query.as_str(), format!("{} ms", language.decimal(asked.p95_ms as f32, 1))));
    list(language.pick("Traag", "Slow"), slow, language, output)?;
    remarks(summary, language, output)
}

fn list<'q>(
    title: &str,
    entries: impl Iterator<Item = (u64, &'q str, String)>,
    language: Language,
    output: &mut Output,
) -> Result<()> {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return Ok(());
    }
    output.line(&format!("\n{title}"))?;
    for (count, query, more) in entries {
        let more = if more.is_empty() { more } else { format!("  ({more})") };
        output.line(&format!("{:>8}  {}{more}", language.whole(count), plain(query)))?;
    }
    Ok(())
}

/// What the figures leave out.
fn remarks(summary: &Summary, language: Language, output: &mut Output) -> Result<()> {
    let remarks = [
        (summary.withheld, language.pick("met persoonsgegevens, niet bewaard", "with personal data, not kept")),
        (summary.lost, language.pick("verloren: de schijf was te traag", "lost: the disk was too slow")),
        (summary.damaged, language.pick("regels waren niet te lezen", "lines could not be read")),
    ];
    for (count, what) in remarks.into_iter().filter(|(count, _)| *count > 0) {
        output.line(&format!("\n{} {what}", language.whole(count)))?;
    }
    if summary.approximate {
        output.line(
            language.pick("\ncijfers van zeldzame vragen zijn benaderd", "\nfigures of rare queries are approximate"),
        )?;
    }
    Ok(())
}
