//! One edition of the law, and the quick way from circumstances to duties.

use std::{
    fmt,
    sync::{Arc, LazyLock, OnceLock},
};

use parcel::{
    Choice, Day,
    kind::{ItemKind, OperatorKind},
};

use crate::{
    Article, Circumstances, Duties, LawError, Word,
    book::Book,
    read,
    resolve::{self, Sayings},
    scope::Case,
};

/// One edition of the law data.
///
/// Duties are worked out once for each combination that occurs and kept; a look-up then costs some tens of nanoseconds.
/// The number of combinations is bounded: kinds × items × agreement × places and destinations named in the data × periods.
pub struct Law {
    edition: Arc<str>,
    book: Book,
    slots: Box<[OnceLock<Arc<Duties>>]>,
    sayings: Sayings,
}

/// The data files, as they were when this was compiled.
const FILES: &[(&str, &str)] = &[
    ("edition.toml", include_str!("../data/edition.toml")),
    ("words.toml", include_str!("../data/words.toml")),
    ("situations.toml", include_str!("../data/situations.toml")),
    ("grounds.toml", include_str!("../data/grounds.toml")),
    ("reviews.toml", include_str!("../data/reviews.toml")),
    ("duties.toml", include_str!("../data/duties.toml")),
    ("refusals.toml", include_str!("../data/refusals.toml")),
    ("orders.toml", include_str!("../data/orders.toml")),
    ("retention.toml", include_str!("../data/retention.toml")),
    ("provisions/postal-law.toml", include_str!("../data/provisions/postal-law.toml")),
    (
        "provisions/express-delivery-regulations.toml",
        include_str!("../data/provisions/express-delivery-regulations.toml"),
    ),
    ("provisions/counter-terrorism-law.toml", include_str!("../data/provisions/counter-terrorism-law.toml")),
    (
        "provisions/beijing-counter-terrorism-measures.toml",
        include_str!("../data/provisions/beijing-counter-terrorism-measures.toml"),
    ),
    ("provisions/local-anti-drug.toml", include_str!("../data/provisions/local-anti-drug.toml")),
    ("provisions/information.toml", include_str!("../data/provisions/information.toml")),
    ("provisions/gaps.toml", include_str!("../data/provisions/gaps.toml")),
];

impl fmt::Debug for Law {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Law").field("edition", &self.edition).finish_non_exhaustive()
    }
}

impl Law {
    /// The edition inside this program, read once.
    ///
    /// # Panics
    ///
    /// If the data do not load; a test of this crate sees to it that they do.
    pub fn built_in() -> &'static Self {
        static LAW: LazyLock<Law> = LazyLock::new(|| Law::read(FILES).unwrap_or_else(|error| panic!("{error}")));
        &LAW
    }

    /// Reads an edition from files, by name and text. Every problem is answered at once.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, LawError> {
        let book = read::book(files)?;
        let slots = OperatorKind::ALL.len()
            * ItemKind::ALL.len()
            * 2
            * book.places.classes()
            * book.destinations.classes()
            * (book.breaks.len() + 1);
        Ok(Self {
            edition: book.edition.clone(),
            book,
            slots: std::iter::repeat_with(OnceLock::new).take(slots).collect(),
            sayings: Sayings::default(),
        })
    }

    /// The files of the built-in edition, by name and text.
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        FILES
    }

    /// Name and day of this edition, e.g. `cn@2026-11-01`.
    pub fn edition(&self) -> &Arc<str> {
        &self.edition
    }

    /// What is asked of each gate in these circumstances.
    ///
    /// ```
    /// use law::{Circumstances, Law};
    /// use parcel::{DutyState, Gate, Place, kind::{ItemKind, OperatorKind}};
    ///
    /// let duties = Law::built_in().duties(&Circumstances {
    ///     operator_kind: OperatorKind::Instant,
    ///     place: Place::parse("110105").unwrap(),
    ///     destination: Place::parse("110108").unwrap(),
    ///     item_kind: ItemKind::Parcel,
    ///     agreement: false,
    ///     day: "2024-01-01".parse().unwrap(),
    /// });
    /// let identity = duties.gate(Gate::Identity);
    /// assert_eq!(identity.state, DutyState::Owed);
    /// assert_eq!(identity.articles[0].cite.en, "Beijing Counter-Terrorism Measures 2023 art. 28");
    /// ```
    pub fn duties(&self, circumstances: &Circumstances) -> &Arc<Duties> {
        let place = self.book.places.class(circumstances.place);
        let destination = self.book.destinations.class(circumstances.destination);
        let period = self.book.breaks.partition_point(|first| *first <= circumstances.day);
        let slot = [
            (circumstances.operator_kind as usize, OperatorKind::ALL.len()),
            (circumstances.item_kind as usize, ItemKind::ALL.len()),
            (usize::from(circumstances.agreement), 2),
            (place, self.book.places.classes()),
            (destination, self.book.destinations.classes()),
            (period, self.book.breaks.len() + 1),
        ];
        let index = slot.iter().fold(0, |index, (class, classes)| index * classes + class);
        self.slots[index].get_or_init(|| {
            let case = Case {
                kind: circumstances.operator_kind,
                item: circumstances.item_kind,
                agreement: circumstances.agreement,
                place: self.book.places.territory(place),
                destination: self.book.destinations.territory(destination),
            };
            Arc::new(resolve::duties(&self.book, &self.sayings, case, circumstances.day))
        })
    }

    /// The edition of a provision in force on a day, e.g. of `express.identity`; none: no such id, or not in force.
    pub fn article(&self, id: &str, day: Day) -> Option<&Arc<Article>> {
        self.book.in_force(id, day)
    }

    /// Every edition of every provision, in no order.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.book.articles.values().flatten().map(|article| &**article)
    }

    /// The words of the statutes and the kinds of operator that they reach.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.book.words.iter().map(|word| &**word)
    }

    /// The first days on which something changes, in order.
    pub fn changes(&self) -> &[Day] {
        &self.book.breaks
    }

    pub(crate) fn book(&self) -> &Book {
        &self.book
    }
}
