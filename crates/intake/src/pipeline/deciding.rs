//! The thread that answers: what is durable is decided in the order of the journal.

use std::sync::{
    Arc,
    mpsc::{Receiver, Sender, SyncSender},
};

use screening::{Screener, window::Windows};

use super::{Alarm, Work, stop};
use crate::{
    decide::Decider,
    tail::{OpenTail, Sealable},
    window_files::WindowFileError,
};

/// Fills the windows with what was sealed.
pub type Refill<W> = Box<dyn FnOnce(&mut Decider<W>) -> Result<(), WindowFileError> + Send>;

/// Has another screener decide from a position on, over windows that hold everything before it; says whether they
/// were filled anew.
pub type Swap<W> = Box<dyn FnMut(&mut Decider<W>, Arc<Screener>, u64) -> Result<bool, WindowFileError> + Send>;

/// The thread that answers.
pub(super) struct Deciding<W> {
    pub(super) decider: Decider<W>,
    /// Done before the first line is answered; a process that only asks never needs it.
    pub(super) refill: Option<Refill<W>>,
    pub(super) swap: Swap<W>,
    pub(super) tail: Arc<OpenTail>,
    pub(super) seals: SyncSender<(Sealable, Option<Sender<()>>)>,
    pub(super) cut_to: u64,
    pub(super) alarm: Alarm,
}

impl<W: Windows> Deciding<W> {
    pub(super) fn run(mut self, work: &Receiver<Work>) {
        for work in work {
            match work {
                Work::Answer { placed, reply, permit } => {
                    let filled = self.refill.take().map_or(Ok(()), |refill| refill(&mut self.decider));
                    let answers = match filled {
                        Ok(()) => self.decider.answer(placed).map_err(|error| stop(&self.alarm.stopped, &error)),
                        Err(error) => Err(stop(&self.alarm.stopped, &error)),
                    };
                    drop(permit);
                    reply(answers);
                }
                Work::Cut { end, done } => self.cut(end, done),
                Work::Activate { screener, done } => self.activate(screener, &done),
            }
        }
    }

    /// Everything before was decided by the former screener, everything after is by this one.
    fn activate(&mut self, screener: Arc<Screener>, done: &Sender<()>) {
        match (self.swap)(&mut self.decider, screener, self.cut_to) {
            Ok(true) => self.refill = None,
            Ok(false) => {}
            Err(error) => self.alarm.raise(&error),
        }
        let _ = done.send(());
    }

    fn cut(&mut self, end: u64, done: Option<Sender<()>>) {
        match self.tail.cut(self.cut_to..end) {
            Ok(sealable) => drop(self.seals.send((sealable, done))),
            Err(error) => self.alarm.raise(&error),
        }
        self.cut_to = end;
    }
}
