//! Closed lists of small words: function words, which have one form only, and the words with which questions are
//! put. Both lists were written for this project.

/// Dutch words without forms: articles, pronouns, prepositions, conjunctions, auxiliaries and adverbs that stand in
/// every text. They are indexed as they are (no stop word is removed) but never stemmed or split.
const FUNCTION_WORDS: &str = "
aan aangaande al aldus alle alleen alles als alsmede alsnog alsook altijd ander andere anderen anders
behalve ben bent bij bijna binnen boven buiten
daar daaraan daarbij daarbinnen daardoor daarin daarmee daarna daarnaast daarom daarop daarover daartoe daaruit daarvan daarvoor
dan dat de dede den der des deze dezelfde die diens dit doch doen doet door dus
echter een eens eerst elk elke elkaar en enig enige enkel enkele er eraan erbij erdoor erin ermee erop erover ertoe eruit ervan ervoor even
ga gaan gaat geen geheel ge geven
had hadden haar heb hebben hebt heeft heel hem hen het hetgeen hetzelfde hoeveel hoever hoelang hier hierbij hierdoor hierin hiermee hierna hierop hierover hiertoe hiervan hiervoor hij hoe hoewel hun
ieder iedere iedereen iemand iets ik in indien inzake is
ja je jij jou jouw jullie
kan kon konden krachtens kun kunnen kunt
laten langs
maar mag mede meer mee men met mij mijn min minder mocht mochten moest moesten moet moeten mogen
na naar naast nadat namelijk nee nergens niemand niet niets noch nog nogmaals nu
of om omdat omtrent ondanks onder ons onze ook op opdat over overeenkomstig
per
reeds rond
samen sedert sinds slechts soms steeds
te tegen tegenover telkens ten tenzij ter terwijl tijdens toch toe toen tot totdat tussen
u uit uw
vaak van vanaf vandaan vandaar vanuit vanwege veel verder via volgens voor vooral voordat voorts
waar waaraan waarbij waarbinnen waardoor waarin waarmee waarna waarnaast waarom waarop waarover waaruit waarvan waarvoor wanneer want waren was wat we wegens wel welk welke wellicht werd werden wezen wie wiens wij wil willen wilt word worden wordt wou
zal ze zelf zeer zich zichzelf zij zijn zo zoals zodanig zodat zodra zonder zou zouden zowel zullen zult
";

/// Words with which a question is put or wrapped; they carry little of what is asked.
const QUESTION_WORDS: &str = "
hoe hoeveel waar waarom waarvoor waarmee waarover wanneer wat welk welke wie wiens
aanvragen bedoeld bedoelt betekenis betekent doe doen gebeurt geldt gelden geven heb hebben heeft horen hoort hoeft hoeven
informatie ik je jij u uw kan kunnen kun kunt krijg krijgen krijgt mag mogen moet moeten mijn mij me
nodig regelen staat staan uitleg vind vinden vraag weten weet wil willen worden wordt ben bent is zijn
";

/// Looks words up in the closed lists.
pub(crate) struct ClosedWords {
    function: rustc_hash::FxHashSet<&'static str>,
    question: rustc_hash::FxHashSet<&'static str>,
}

impl ClosedWords {
    pub(crate) fn new() -> Self {
        let set = |list: &'static str| list.split_whitespace().collect();
        ClosedWords { function: set(FUNCTION_WORDS), question: set(QUESTION_WORDS) }
    }

    /// Whether `word` (folded) has no forms.
    pub(crate) fn is_function(&self, word: &str) -> bool {
        word.len() <= 15 && self.function.contains(word)
    }

    /// Whether `word` (folded) is one with which questions are put.
    pub(crate) fn is_question(&self, word: &str) -> bool {
        self.question.contains(word)
    }
}
