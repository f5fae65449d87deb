//! The sample as a stream of lines, roughly in order of time, with bounded memory.

use crate::{
    dice::Dice,
    draw::Maker,
    event,
    floor::Floor,
    item::Item,
    plan::{MILLION, Plan, PlanError},
    queue::{Pending, Queue, Why},
    render::{self, Calendar},
    rhythm::Tickets,
    scheme::{self, Launch},
    truth::{Summary, Truth},
    visit::{self, Handed},
    world::World,
};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// A record of acceptance (`acceptance.schema.json`).
    Acceptance,
    /// An event (`event.schema.json`).
    Event,
}

/// What is known of a line beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineMeta {
    /// What it is.
    pub kind: LineKind,
    /// The truth, where the line is the first record of a planted item.
    pub truth: Option<Truth>,
}

/// A sample in the making.
///
/// The same [`Plan`] gives the same lines.
/// An event comes after the first record of its item, unless the plan asks for conflicts every event is legal,
/// and `Summary::items` ends at `Plan::items`.
///
/// ```
/// let plan = sample::Plan { items: 100, ..Default::default() };
/// let mut sample = sample::Sample::new(plan)?;
/// let mut text = String::new();
/// while let Some(line) = sample.next_line(&mut text) {
///     assert!(text.starts_with("{\"waybill\":") && line.truth.is_none());
///     text.clear();
/// }
/// assert_eq!(sample.summary().items, 100);
/// # Ok::<(), sample::PlanError>(())
/// ```
pub struct Sample {
    world: World,
    floor: Floor,
    dice: Dice,
    tickets: Tickets,
    queue: Queue,
    calendar: Calendar,
    /// Instances still to begin, the next one last.
    launches: Vec<Launch>,
    instance: u32,
    handed: Vec<Handed>,
    summary: Summary,
}

impl Sample {
    /// Begins a sample.
    pub fn new(plan: Plan) -> Result<Self, PlanError> {
        plan.check()?;
        let mut dice = Dice::new(plan.seed);
        let calendar = Calendar::new(plan.first_day, plan.days);
        let world = World::new(plan, &mut dice);
        let mut launches = scheme::launches(&world, &mut dice);
        launches.reverse();
        Ok(Self {
            floor: Floor::new(&world),
            tickets: Tickets::new(&world),
            queue: Queue::new(world.end()),
            summary: Summary::default(),
            handed: Vec::new(),
            instance: 0,
            launches,
            calendar,
            dice,
            world,
        })
    }

    /// Appends the next line to `text`, without a line end; `None` at the end of the sample.
    pub fn next_line(&mut self, text: &mut String) -> Option<LineMeta> {
        loop {
            let due = self.tickets.due().filter(|_| self.tickets.left() > 0);
            if let Some((sent, pending)) = self.queue.pop(due) {
                return Some(self.line(sent, pending, text));
            }
            self.hand_in(due?);
        }
    }

    /// What the sample has given so far.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Makes what comes at the next ticket and puts it into the queue.
    fn hand_in(&mut self, at: i32) {
        let left = self.tickets.left();
        let taken = self.world.plan.items - left;
        let launch = self.launches.pop_if(|launch| launch.ticket <= taken);
        let mut handed = std::mem::take(&mut self.handed);
        let mut maker = Maker { world: &self.world, floor: &mut self.floor, dice: &mut self.dice };
        if let Some(launch) = launch {
            self.instance += 1;
            handed = scheme::carry_out(&mut maker, &launch, self.instance, at, left);
        } else {
            let operator = self.tickets.operator(maker.dice);
            visit::visit(&mut maker, operator, at, left, &mut handed);
        }
        self.tickets.take(handed.len() as u64);
        for (at, item) in handed.drain(..) {
            self.send(at, item);
        }
        self.handed = handed;
    }

    /// Sends a record, at once or hours late; some devices' clocks are wrong.
    fn send(&mut self, at: i32, mut item: Item) {
        let seconds = skew(&self.world, item.operator, item.courier);
        shift(&mut item, seconds);
        let mut sent = at + self.dice.between(1, 30);
        if self.dice.chance(self.world.plan.late_ppm) {
            let hours = if self.dice.chance(100_000) { 20 } else { 6 };
            sent += self.dice.between(300, hours * 3_600);
        }
        self.queue.push(sent.min(self.world.end() - 1).max(at), Pending::Item(Box::new(item), Why::First));
    }

    fn line(&mut self, sent: i32, pending: Pending, text: &mut String) -> LineMeta {
        match pending {
            Pending::Event(note) => {
                self.summary.events += 1;
                render::event(text, &self.world, &self.calendar, &note);
                LineMeta { kind: LineKind::Event, truth: None }
            }
            Pending::Item(item, why) => {
                self.count(&item, why);
                render::record(text, &self.world, &self.calendar, &item);
                let truth = if why == Why::First { self.first(&item, sent) } else { None };
                LineMeta { kind: LineKind::Acceptance, truth }
            }
        }
    }

    fn count(&mut self, item: &Item, why: Why) {
        self.summary.acceptances += 1;
        match why {
            Why::First => self.summary.items += 1,
            Why::Revision => self.summary.revisions += 1,
            Why::Repeat => self.summary.repeats += 1,
            Why::Conflict => self.summary.conflicts += 1,
        }
        if let Some(planted) = item.planted.as_ref().filter(|_| why == Why::First) {
            self.summary.note(planted);
        }
    }

    /// Lays out what follows a first record, and tells the truth about it.
    fn first(&mut self, item: &Item, sent: i32) -> Option<Truth> {
        let mut maker = Maker { world: &self.world, floor: &mut self.floor, dice: &mut self.dice };
        event::follow(&mut maker, &mut self.queue, item, sent);
        let planted = item.planted?;
        let mut waybill = String::new();
        render::waybill(&mut waybill, &self.world, item.operator, item.serial);
        Some(Truth::new(&planted, self.world.networks[usize::from(item.operator)].listed.name, waybill))
    }
}

/// How far the clock of a courier's device is off: mostly not at all, at times by minutes.
fn skew(world: &World, operator: u8, courier: u32) -> i32 {
    let number = u64::from(operator) << 32 | u64::from(courier);
    let drawn = world.noise_below(0x77, number, MILLION);
    if drawn >= 25_000 {
        return 0;
    }
    let seconds = world.noise_below(0x78, number, 420) as i32 - 210;
    seconds + seconds.signum() * 30
}

/// Moves every time of a record.
fn shift(item: &mut Item, seconds: i32) {
    item.accepted_at += seconds;
    let moved = |at: &mut Option<i32>| *at = at.map(|at| at + seconds);
    item.identity.iter_mut().for_each(|identity| moved(&mut identity.at));
    item.inspection.iter_mut().for_each(|inspection| moved(&mut inspection.at));
    item.xray.iter_mut().for_each(|xray| moved(&mut xray.at));
}
