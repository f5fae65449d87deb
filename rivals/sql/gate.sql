-- The gate in PostgreSQL: one row a record, three windows of 24 hours counted and the goods names scanned in a trigger.
CREATE TABLE goods_names (name text NOT NULL);

CREATE TABLE acceptances (
    sequence bigserial PRIMARY KEY,
    operator text NOT NULL,
    waybill text NOT NULL,
    revision integer NOT NULL,
    accepted_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    sender text,
    phone text,
    address text,
    goods text NOT NULL,
    record text NOT NULL,
    items_of_sender bigint,
    items_of_phone bigint,
    items_of_address bigint,
    name_found text,
    UNIQUE (operator, waybill, revision)
);

CREATE INDEX acceptances_sender ON acceptances (operator, sender, accepted_at);
CREATE INDEX acceptances_phone ON acceptances (operator, phone, accepted_at);
CREATE INDEX acceptances_address ON acceptances (operator, address, accepted_at);

CREATE FUNCTION decide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*) INTO NEW.items_of_sender FROM acceptances
        WHERE operator = NEW.operator AND sender = NEW.sender
        AND accepted_at > NEW.accepted_at - interval '24 hours' AND accepted_at <= NEW.accepted_at;
    SELECT count(*) INTO NEW.items_of_phone FROM acceptances
        WHERE operator = NEW.operator AND phone = NEW.phone
        AND accepted_at > NEW.accepted_at - interval '24 hours' AND accepted_at <= NEW.accepted_at;
    SELECT count(*) INTO NEW.items_of_address FROM acceptances
        WHERE operator = NEW.operator AND address = NEW.address
        AND accepted_at > NEW.accepted_at - interval '24 hours' AND accepted_at <= NEW.accepted_at;
    SELECT name INTO NEW.name_found FROM goods_names WHERE position(name IN NEW.goods) > 0 LIMIT 1;
    RETURN NEW;
END
$$;

CREATE TRIGGER decide BEFORE INSERT ON acceptances FOR EACH ROW EXECUTE FUNCTION decide();
