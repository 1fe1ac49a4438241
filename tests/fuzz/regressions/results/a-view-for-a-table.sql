PRAGMA application_id = 1346981459; PRAGMA user_version = 1;
CREATE VIEW experiment AS WITH RECURSIVE n(text) AS (SELECT 1 UNION ALL SELECT text + 1 FROM n) SELECT max(text) AS text FROM n;
