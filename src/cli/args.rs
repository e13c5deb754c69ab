//! The arguments of each command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::wording::Language;

/// Finds the passage: full-text search for the policy documents of Dutch municipalities.
#[derive(Debug, Parser)]
#[command(name = "raadpleeg", version, max_term_width = 100)]
pub(super) struct Cli {
    /// Language of results and reasons
    #[arg(long, global = true, value_enum, default_value_t = LanguageArg::Nl)]
    lang: LanguageArg,
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    pub(super) fn language(&self) -> Language {
        match self.lang {
            LanguageArg::Nl => Language::Dutch,
            LanguageArg::En => Language::English,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LanguageArg {
    Nl,
    En,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Bring an index up to date with one or more folders
    Index(IndexArgs),
    /// Find passages
    Search(SearchArgs),
    /// Show what an index holds and which files it could not read
    Status(StatusArgs),
    /// Verify the checksums and counts of an index
    Check(CheckArgs),
    /// Show what changed in a passage since its previous version, or between two passages
    Diff(DiffArgs),
    /// Show what is new, gone and changed in a document since another, section by section
    Compare(CompareArgs),
    /// Show what is read of a file
    Extract(ExtractArgs),
    /// Measure the ranking on judged queries or on your own questions
    Evaluate(EvaluateArgs),
    /// Show what becomes of words: stem, parts of a compound, synonyms
    Analyze(AnalyzeArgs),
    /// Serve the search page, the API and the widget
    Serve(ServeArgs),
    /// Summarise what is searched: most often, without hits, slowly
    Statistics(StatisticsArgs),
    /// Make a key for a program that searches, and the line of settings that admits it
    Key(KeyArgs),
    /// Print completions of commands for a shell
    Completions(CompletionsArgs),
    /// Write manual pages to a folder
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Serve this folder: its index is kept in your cache folder, brought up to date first, and follows the folder
    #[arg(long = "in", value_name = "FOLDER", conflicts_with_all = ["index", "watch"])]
    pub folder: Option<PathBuf>,
    /// Address and port to listen on (default: 127.0.0.1:7280)
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Settings: the server, its collections and keys (also: environment variable RAADPLEEG_CONFIG)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Follow the folders of the collections in the settings, and bring the index up to date whenever they change
    #[arg(long)]
    pub watch: bool,
    /// With the synonyms in this file too (also: environment variable RAADPLEEG_SYNONYMS)
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// The id of a passage (`search --explain` and `--json` show it)
    pub passage: String,
    /// The id of an older passage (none: the previous version)
    pub older: Option<String>,
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Look in this folder: its index is kept in your cache folder and brought up to date first
    #[arg(long = "in", value_name = "FOLDER", conflicts_with = "index")]
    pub folder: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Print HTML
    #[arg(long, conflicts_with = "json")]
    pub html: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The older document: its path in the collection, with or without the collection before it, or its id
    pub older: String,
    /// The newer document
    pub newer: String,
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Look in this folder: its index is kept in your cache folder and brought up to date first
    #[arg(long = "in", value_name = "FOLDER", conflicts_with = "index")]
    pub folder: Option<PathBuf>,
    /// Show what stayed the same too
    #[arg(long)]
    pub all: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct StatisticsArgs {
    /// Folder of the statistics (none: that of the settings)
    pub folder: Option<PathBuf>,
    /// Settings (also: environment variable RAADPLEEG_CONFIG)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Days back from today
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=4000))]
    pub days: u32,
    /// Show only queries that were asked at least so often
    #[arg(long, value_name = "TIMES", default_value_t = 2)]
    pub least: u64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct KeyArgs {
    /// The name of the program that will use it: letters, figures and hyphens
    pub name: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct AnalyzeArgs {
    /// The words
    #[arg(required = true)]
    pub words: Vec<String>,
    /// With the words that this index learned
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// With the synonyms in this file too (also: environment variable RAADPLEEG_SYNONYMS)
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 all files were read, 1 committed but some files were not or not wholly read, \
                        2 nothing was committed.")]
pub(super) struct IndexArgs {
    /// Folders; each is a collection, named by its last path component (none: all collections of the settings)
    pub folders: Vec<PathBuf>,
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: PathBuf,
    /// Name of the collection, for one folder
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// Only files that match, such as "*.md" (may be repeated)
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out files that match, such as "archief/**" (may be repeated)
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Settings: collections with their folders and rules, and whether scans are read (also: environment variable
    /// RAADPLEEG_CONFIG)
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Read scanned pages with Tesseract
    #[arg(long)]
    pub ocr: bool,
    /// Go on: follow the folders and bring the index up to date whenever they change
    #[arg(long, conflicts_with_all = ["remove", "reanalyze"])]
    pub watch: bool,
    /// With --watch: look this often instead of listening to the system, as on network shares
    #[arg(long, value_name = "SECONDS", requires = "watch")]
    pub poll: Option<u64>,
    /// Say what would be done, and do nothing
    #[arg(long, conflicts_with_all = ["remove", "reanalyze", "watch"])]
    pub dry_run: bool,
    /// Believe it when all files of a collection are gone at once
    #[arg(long, conflicts_with_all = ["remove", "reanalyze"])]
    pub confirm_removal: bool,
    /// Largest file that is read, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 200)]
    pub max_file_size: u64,
    /// Delete a collection from the index
    #[arg(long, value_name = "NAME", conflicts_with_all = ["folders", "collection", "include", "exclude"])]
    pub remove: Option<String>,
    /// Learn the words of the index again and analyse its stored text with them; reads no files
    #[arg(long, conflicts_with_all = ["folders", "collection", "include", "exclude", "remove"])]
    pub reanalyze: bool,
    /// Know the words in this file (one a line) beyond the program's own, instead of learning from the folder
    #[arg(long, value_name = "FILE", conflicts_with = "remove")]
    pub lexicon: Option<PathBuf>,
    /// Print nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Query: words, \"exact phrase\", +must, -not (after --), OR, ( ), woord*, woord~1, \"a b\"~5, titel:, \
                        kop:, gemeente:, soort:, taal:, jaar:2019..2021, datum:, verzameling:\n\
                        Exit code: 0 hits, 1 none, 2 error."
)]
pub(super) struct SearchArgs {
    /// The query; words are joined by spaces
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Search this folder: its index is kept in your cache folder and brought up to date first
    #[arg(long = "in", value_name = "FOLDER", conflicts_with = "index")]
    pub folder: Option<PathBuf>,
    /// Results per page
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub limit: u64,
    /// Page of results, from 1
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    pub page: u64,
    /// Order of results
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub sort: SortArg,
    /// Show passages of one document together, or each by itself
    #[arg(long, value_enum, default_value_t = GroupArg::Document)]
    pub group: GroupArg,
    /// Passages that say nearly the same: together (grouped), each by itself (all), the newest, or those of a year
    #[arg(long, value_name = "grouped|all|newest|YEAR", default_value = "grouped", value_parser = versions)]
    pub versions: VersionsArg,
    /// Tell per result why it was found
    #[arg(long)]
    pub explain: bool,
    /// Do not look for other words for the same
    #[arg(long)]
    pub no_synonyms: bool,
    /// Know the synonyms in this file too (also: environment variable RAADPLEEG_SYNONYMS)
    #[arg(long, value_name = "FILE", conflicts_with = "no_synonyms")]
    pub synonyms: Option<PathBuf>,
    /// Show whole passages instead of the sentence around the words
    #[arg(long)]
    pub full: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print CSV
    #[arg(long)]
    pub csv: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SortArg {
    Relevance,
    Date,
}

/// Which versions of a passage are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VersionsArg {
    Grouped,
    All,
    Newest,
    /// Those of a year, grouped.
    Year(i16),
}

fn versions(text: &str) -> Result<VersionsArg, String> {
    match text {
        "grouped" => Ok(VersionsArg::Grouped),
        "all" => Ok(VersionsArg::All),
        "newest" => Ok(VersionsArg::Newest),
        year => match year.parse() {
            Ok(year @ 1..=9999) => Ok(VersionsArg::Year(year)),
            _ => Err("give grouped, all, newest or a year".to_owned()),
        },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GroupArg {
    Document,
    None,
}

#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: PathBuf,
    /// List every file with what was read of it, and what was not and why
    #[arg(long)]
    pub files: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print CSV, with --files
    #[arg(long, requires = "files")]
    pub csv: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 all was read, 1 less than all, 2 the file could not be opened.")]
pub(super) struct ExtractArgs {
    /// The file
    pub file: PathBuf,
    /// All text as it stands, before page headers are left out and lines joined
    #[arg(long)]
    pub raw: bool,
    /// Print JSON
    #[arg(long, conflicts_with = "raw")]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit code: 0 sound, 2 damaged or not readable.")]
pub(super) struct CheckArgs {
    /// Folder of the index
    #[arg(long, value_name = "DIR")]
    pub index: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
    /// Folder with a judged set: corpus.jsonl, queries.jsonl and qrels.tsv (BEIR layout)
    #[arg(conflicts_with = "questions")]
    pub set: Option<PathBuf>,
    /// File with questions and the quotations that answer them (JSON lines)
    #[arg(long, value_name = "FILE")]
    pub questions: Option<PathBuf>,
    /// Folder of the index; with a judged set, where to keep its index
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Write the ranking as a TREC run
    #[arg(long, value_name = "FILE", conflicts_with = "questions")]
    pub run: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// List the queries that went wrong
    #[arg(long, short)]
    pub verbose: bool,
}
