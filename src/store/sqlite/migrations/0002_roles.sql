-- What an account is for. Who had one before answered visitors.
ALTER TABLE agents ADD COLUMN role TEXT NOT NULL DEFAULT 'agent' CHECK (role IN ('agent', 'editor', 'both'));
