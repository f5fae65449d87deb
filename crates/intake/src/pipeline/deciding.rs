//! The thread that answers: what is durable is decided in the order of the journal.

use std::sync::{
    Arc,
    mpsc::{Receiver, Sender, SyncSender},
};

use screening::window::Windows;

use super::{Alarm, Work, stop};
use crate::{
    decide::Decider,
    tail::{OpenTail, Sealable},
    window_files::WindowFileError,
};

/// Fills the windows with what was sealed.
pub type Refill<W> = Box<dyn FnOnce(&mut Decider<W>) -> Result<(), WindowFileError> + Send>;

/// The thread that answers.
pub(super) struct Deciding<W> {
    pub(super) decider: Decider<W>,
    /// Done before the first line is answered; a process that only asks never needs it.
    pub(super) refill: Option<Refill<W>>,
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
            }
        }
    }

    fn cut(&mut self, end: u64, done: Option<Sender<()>>) {
        match self.tail.cut(self.cut_to..end) {
            Ok(sealable) => drop(self.seals.send((sealable, done))),
            Err(error) => self.alarm.raise(&error),
        }
        self.cut_to = end;
    }
}
