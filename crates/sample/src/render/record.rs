//! Writes a record of acceptance, fields in the order of the contract.

use parcel::Choice;

use super::{Calendar, digest, region, waybill};
use crate::{
    draw::COUNTRIES,
    goods::COLOURS,
    item::{Goods, Identity, Inspection, Item, Party, Sender, Text, Where, Xray},
    people::{self, digits, number},
    world::World,
};

struct Pen<'a> {
    out: &'a mut String,
    world: &'a World,
    calendar: &'a Calendar,
    utc: bool,
}

/// Writes a record, without a line end.
pub(crate) fn record(out: &mut String, world: &World, calendar: &Calendar, item: &Item) {
    let network = &world.networks[usize::from(item.operator)];
    let mut pen = Pen { out, world, calendar, utc: network.listed.utc };
    pen.out.push_str("{\"waybill\":\"");
    waybill(pen.out, world, item.operator, item.serial);
    pen.out.push('"');
    if item.revision > 1 {
        pen.out.push_str(",\"revision\":");
        number(pen.out, u64::from(item.revision));
    }
    pen.text("operator", network.listed.name);
    pen.text("operator_kind", network.listed.kind.word());
    pen.station(item);
    pen.time("accepted_at", item.accepted_at);
    pen.text("item_kind", item.kind.word());
    if let Some(outcome) = item.outcome {
        pen.text("outcome", outcome.word());
    }
    pen.number("weight_grams", item.weight_grams);
    pen.sender(&item.sender);
    pen.out.push_str(",\"recipient\":{");
    pen.party(&item.recipient);
    pen.out.push('}');
    pen.goods(&item.goods);
    pen.gates(item);
    pen.out.push('}');
}

impl Pen<'_> {
    fn key(&mut self, key: &str) {
        self.out.push_str(",\"");
        self.out.push_str(key);
        self.out.push_str("\":");
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.out.push('"');
        self.out.push_str(text);
        self.out.push('"');
    }

    fn number(&mut self, key: &str, value: u32) {
        self.key(key);
        number(self.out, u64::from(value));
    }

    fn time(&mut self, key: &str, second: i32) {
        self.key(key);
        self.out.push('"');
        self.calendar.time(self.out, second, self.utc);
        self.out.push('"');
    }

    fn image(&mut self, key: &str, image: u64) {
        self.key(key);
        self.out.push('"');
        digest(self.out, image);
        self.out.push('"');
    }

    fn courier(&mut self, key: &str, courier: u32) {
        if courier > 0 {
            self.key(key);
            self.out.push_str("\"k-");
            digits(self.out, u64::from(courier), 6);
            self.out.push('"');
        }
    }

    fn station(&mut self, item: &Item) {
        let outlet = &self.world.networks[usize::from(item.operator)].outlets[item.outlet as usize];
        self.key("outlet");
        self.out.push('"');
        region(self.out, self.world, outlet.district);
        self.out.push('-');
        digits(self.out, u64::from(outlet.number), 4);
        self.out.push('"');
        if self.world.networks[usize::from(item.operator)].listed.says_region {
            self.key("accepted_region");
            self.out.push('"');
            region(self.out, self.world, outlet.district);
            self.out.push('"');
        }
        self.courier("courier", item.courier);
        self.text("channel", item.channel.word());
    }

    fn sender(&mut self, sender: &Sender) {
        self.out.push_str(",\"sender\":{");
        self.party(&sender.party);
        if let Some((kind, person)) = sender.document {
            self.text("id_kind", kind.word());
            self.key("id_number");
            self.out.push('"');
            people::document(self.out, person);
            self.out.push('"');
        }
        if let Some(merchant) = sender.agreement {
            self.out.push_str(",\"agreement\":\"A-");
            digits(self.out, u64::from(merchant), 8);
            self.out.push('"');
        }
        self.out.push('}');
    }

    fn party(&mut self, party: &Party) {
        self.out.push_str("\"name\":\"");
        people::name(self.out, party.person);
        self.out.push_str("\",\"phone\":\"");
        people::phone(self.out, party.phone);
        self.out.push_str("\",\"region\":\"");
        match party.place {
            Where::District(district) => {
                region(self.out, self.world, district);
                self.out.push_str("\",\"address\":\"");
                self.out.push_str(&self.world.places.districts[usize::from(district)].name);
                people::street(self.out, party.home);
            }
            Where::Abroad(country) => {
                self.out.push_str(COUNTRIES[usize::from(country)]);
                self.out.push_str("\",\"address\":\"Sample Street ");
                number(self.out, u64::from(party.home % 9_000) + 1);
            }
        }
        self.out.push('"');
    }

    fn goods(&mut self, goods: &[Goods]) {
        self.out.push_str(",\"goods\":[");
        for (place, line) in goods.iter().filter(|line| line.quantity > 0).enumerate() {
            if place > 0 {
                self.out.push(',');
            }
            self.line(line);
        }
        self.out.push(']');
    }

    fn line(&mut self, line: &Goods) {
        let stock = &self.world.stock;
        self.out.push_str("{\"name\":\"");
        let category = match line.text {
            Text::Innocent(category, name, colour) => {
                let category = &stock.categories[usize::from(category)];
                self.out.push_str(COLOURS[usize::from(colour)]);
                self.out.push_str(category.names[usize::from(name)]);
                Some(category)
            }
            Text::Planted(name) => {
                self.out.push_str(stock.prohibited[usize::from(name)].name);
                None
            }
            Text::Nothing => None,
        };
        self.out.push_str("\",\"quantity\":");
        number(self.out, u64::from(line.quantity));
        self.text("unit", category.map_or("件", |category| category.unit));
        if line.weight_grams > 0 {
            self.number("weight_grams", line.weight_grams);
        }
        if line.value_yuan > 0 {
            self.number("value_fen", line.value_yuan * 100);
        }
        if let Some(code) = category.and_then(|category| category.hs).filter(|_| line.value_yuan % 5 == 1) {
            self.text("hs", code);
        }
        self.out.push('}');
    }

    fn gates(&mut self, item: &Item) {
        if let Some(identity) = &item.identity {
            self.identity(identity);
        }
        if let Some(inspection) = &item.inspection {
            self.inspection(inspection);
        }
        if let Some(xray) = &item.xray {
            self.xray(xray);
        }
        if let Some(payment) = &item.payment {
            self.out.push_str(",\"payment\":{\"method\":\"");
            self.out.push_str(payment.method.word());
            self.out.push('"');
            if let Some(phone) = payment.payer_phone {
                self.out.push_str(",\"payer_phone\":\"");
                people::phone(self.out, phone);
                self.out.push('"');
            }
            self.out.push('}');
        }
    }

    fn identity(&mut self, identity: &Identity) {
        self.out.push_str(",\"identity\":{\"result\":\"");
        self.out.push_str(identity.result.word());
        self.out.push('"');
        if let Some(method) = identity.method {
            self.text("method", method.word());
        }
        if let Some(at) = identity.at {
            self.time("at", at);
        }
        self.out.push('}');
    }

    fn inspection(&mut self, inspection: &Inspection) {
        self.out.push_str(",\"inspection\":{\"result\":\"");
        self.out.push_str(inspection.result.word());
        self.out.push('"');
        self.courier("by", inspection.by);
        if let Some(at) = inspection.at {
            self.time("at", at);
        }
        if inspection.mark > 0 {
            self.out.push_str(",\"mark\":\"YS-");
            digits(self.out, u64::from(inspection.mark), 8);
            self.out.push('"');
        }
        if let Some(photo) = inspection.photo {
            self.out.push_str(",\"photos\":[\"");
            digest(self.out, photo);
            self.out.push_str("\"]");
        }
        if let Some(found) = inspection.found {
            self.out.push_str(",\"found\":{\"class\":\"");
            self.out.push_str(self.world.stock.prohibited[usize::from(found)].class);
            self.out.push_str("\"}");
        }
        self.out.push('}');
    }

    fn xray(&mut self, xray: &Xray) {
        self.out.push_str(",\"xray\":{\"result\":\"");
        self.out.push_str(xray.result.word());
        self.out.push('"');
        if xray.machine > 0 {
            self.out.push_str(",\"machine\":\"x-");
            digits(self.out, u64::from(xray.machine), 2);
            self.out.push('"');
        }
        if xray.by > 0 {
            self.out.push_str(",\"by\":\"x-op-");
            number(self.out, u64::from(xray.by));
            self.out.push('"');
        }
        if let Some(at) = xray.at {
            self.time("at", at);
        }
        if let Some(image) = xray.image {
            self.image("image", image);
        }
        self.out.push('}');
    }
}
