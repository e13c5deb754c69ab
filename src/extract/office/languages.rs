//! Which language most of a text is in, as its runs and styles say. What a document is set to as a whole is often the
//! language of the program that made it.

/// More languages than this are not told apart.
const MOST: usize = 40;

/// The languages of a document, and how much text each has.
#[derive(Debug, Default)]
pub(super) struct Languages {
    sizes: Vec<(String, usize)>,
}

impl Languages {
    /// The number by which `name` is counted.
    pub(super) fn known(&mut self, name: &str) -> Option<usize> {
        if let Some(at) = self.sizes.iter().position(|(own, _)| own == name) {
            return Some(at);
        }
        if self.sizes.len() >= MOST {
            return None;
        }
        self.sizes.push((name.to_owned(), 0));
        Some(self.sizes.len() - 1)
    }

    /// Counts text of `size` bytes.
    pub(super) fn count(&mut self, language: Option<usize>, size: usize) {
        if let Some((_, own)) = language.and_then(|at| self.sizes.get_mut(at)) {
            *own = own.saturating_add(size);
        }
    }

    /// The language of most of the text.
    pub(super) fn most_used(&self) -> Option<String> {
        let used = self.sizes.iter().filter(|(_, size)| *size > 0);
        used.max_by_key(|(_, size)| *size).map(|(name, _)| name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_text_decides() {
        let mut languages = Languages::default();
        for (name, size) in [("en-US", 5), ("nl-NL", 4), ("nl-NL", 3), ("de-DE", 0)] {
            let language = languages.known(name);
            languages.count(language, size);
        }
        assert_eq!(languages.most_used().as_deref(), Some("nl-NL"));
        assert_eq!(Languages::default().most_used(), None);
    }
}
