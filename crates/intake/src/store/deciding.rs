//! What decides: the pack in force, those before it, and how another takes over while the directory is in use.

use std::sync::{Arc, MutexGuard, PoisonError};

use screening::{Screener, pack::Pack};

use super::{Activations, Store, StoreError, activation};
use crate::{
    entry,
    packs::{Origin, PackError, Packs},
    pipeline::Change,
};

impl Store {
    /// What decides now.
    pub fn screener(&self) -> Arc<Screener> {
        Arc::clone(&self.deciding().0)
    }

    /// Every activation so far.
    pub fn activations(&self) -> Activations {
        self.deciding().1.clone()
    }

    /// The packs that this directory has decided by.
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Has another pack decide every line from here on: it is signed and kept, its activation journaled, its windows
    /// filled. Returns where that was journaled; the position of the last activation where that pack decides already.
    pub fn publish(&self, pack: Arc<Pack>) -> Result<u64, StoreError> {
        let (asked, kept) = (pack.measures().keep(), self.given.pack().measures().keep());
        if asked > kept {
            let (asked_seconds, kept_seconds) = (asked / 1_000_000, kept / 1_000_000);
            return Err(PackError::LongerWindows { asked_seconds, kept_seconds }.into());
        }
        self.packs.keep(&pack, Origin::Published, &self.ring)?;
        let mut deciding = self.deciding();
        let next = Arc::new(Screener::new(self.given.law(), self.given.catalogue(), pack));
        let named = activation::named(&next, &self.ring, self.now());
        if let Some((position, last)) = deciding.1.all().last()
            && activation::is_same(last, &named)
        {
            return Ok(*position);
        }
        let mut activations = deciding.1.clone();
        let (entry, for_note) = (entry::activation(&named), named.clone());
        let ahead = Box::new(move |position| activations.note(position, &for_note));
        let position = self.pipeline.activate(Change { entry, ahead, screener: Arc::clone(&next) })?;
        deciding.0 = next;
        deciding.1.add(position, named);
        Ok(position)
    }

    /// Has a pack decide again that did before, by its name or the start of its hash.
    pub fn roll_back(&self, name: &str) -> Result<(u64, Arc<Pack>), StoreError> {
        let full = self.packs.list()?.into_iter().map(|(known, _)| known).find(|known| {
            known == name || known.rsplit_once('#').is_some_and(|(_, hash)| !name.is_empty() && hash.starts_with(name))
        });
        let unknown = || PackError::Unknown { hash: name.to_owned() };
        let (pack, _) = self.packs.named(&full.ok_or_else(unknown)?, &self.ring)?.ok_or_else(unknown)?;
        Ok((self.publish(Arc::clone(&pack))?, pack))
    }

    fn deciding(&self) -> MutexGuard<'_, (Arc<Screener>, Activations)> {
        self.deciding.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What decided under the name of a pack; none where that pack is not kept here.
    pub fn screener_of(&self, pack: &str) -> Option<Arc<Screener>> {
        let pack = self.pack_named(pack)?;
        Some(Arc::new(Screener::new(self.given.law(), self.given.catalogue(), pack)))
    }

    pub(super) fn pack_named(&self, name: &str) -> Option<Arc<Pack>> {
        let found = self.packs.named(name, &self.ring).ok().flatten().map(|(pack, _)| pack);
        found.or_else(|| (**self.given.pack().name() == *name).then(|| Arc::clone(self.given.pack())))
    }
}
