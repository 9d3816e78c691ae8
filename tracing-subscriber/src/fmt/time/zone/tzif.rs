//! The file format of zones, TZif (RFC 8536): a table of moments at which the offset changed.

/// The history of a zone.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Each moment, with the offset from then on.
    changes: Vec<(i64, i32)>,
    /// The offset before the first of them.
    first: Option<i32>,
}

/// What a header says of the block behind it.
struct Header {
    version: u8,
    utc_marks: usize,
    standard_marks: usize,
    leaps: usize,
    changes: usize,
    types: usize,
    names: usize,
}

/// Reads bytes one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn take_array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(u32::from_be_bytes(self.take_array()?)).ok()
    }

    fn header(&mut self) -> Option<Header> {
        if self.take(4)? != b"TZif" {
            return None;
        }
        let version = *self.take(1)?.first()?;
        self.take(15)?;
        Some(Header {
            version,
            utc_marks: self.count()?,
            standard_marks: self.count()?,
            leaps: self.count()?,
            changes: self.count()?,
            types: self.count()?,
            names: self.count()?,
        })
    }
}

impl Header {
    /// The length of the block whose times have that many bytes.
    fn length(&self, time: usize) -> Option<usize> {
        let parts = [
            (self.changes, time + 1),
            (self.types, 6),
            (self.names, 1),
            (self.leaps, time + 4),
            (self.standard_marks, 1),
            (self.utc_marks, 1),
        ];
        parts.iter().try_fold(0usize, |sum, (count, size)| sum.checked_add(count.checked_mul(*size)?))
    }
}

impl Table {
    /// Reads a file; gives the rule for later times too, if the file has one.
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, Option<&str>)> {
        let mut reader = Reader(bytes);
        let old = reader.header()?;
        if old.version == 0 {
            return Some((Self::block(&mut reader, &old, 4)?, None));
        }
        // The first block is for readers of old; the second has times of 64 bits.
        reader.take(old.length(4)?)?;
        let header = reader.header()?;
        let table = Self::block(&mut reader, &header, 8)?;
        let rule = reader.0.strip_prefix(b"\n").and_then(|rest| rest.split(|byte| *byte == b'\n').next());
        Some((table, rule.and_then(|rule| core::str::from_utf8(rule).ok()).filter(|rule| !rule.is_empty())))
    }

    fn block(reader: &mut Reader<'_>, header: &Header, time: usize) -> Option<Self> {
        let mut block = Reader(reader.take(header.length(time)?)?);
        let times = block.take(header.changes * time)?;
        let kinds = block.take(header.changes)?;
        let mut offsets = Vec::new();
        for _ in 0..header.types {
            offsets.push(i32::from_be_bytes(block.take_array()?));
            block.take(2)?;
        }
        let mut changes = Vec::with_capacity(header.changes);
        for (time, kind) in times.chunks_exact(time).zip(kinds) {
            let moment = match *time {
                [a, b, c, d] => i64::from(i32::from_be_bytes([a, b, c, d])),
                _ => i64::from_be_bytes(time.try_into().ok()?),
            };
            changes.push((moment, *offsets.get(usize::from(*kind))?));
        }
        Some(Self { changes, first: offsets.first().copied() })
    }

    /// Whether the table has nothing to say of this moment, for it ends before.
    pub(super) fn is_past(&self, second: i64) -> bool {
        self.changes.last().is_none_or(|(last, _)| second >= *last)
    }

    pub(super) fn offset_at(&self, second: i64) -> Option<i32> {
        let after = self.changes.partition_point(|(moment, _)| *moment <= second);
        match after.checked_sub(1) {
            Some(at) => self.changes.get(at).map(|(_, offset)| *offset),
            None => self.first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file with one change, from +1:00 to +2:00 at second 1000.
    fn file() -> Vec<u8> {
        let header = |version: u8, counts: [u32; 6]| {
            let mut bytes = b"TZif".to_vec();
            bytes.push(version);
            bytes.extend([0; 15]);
            bytes.extend(counts.iter().flat_map(|count| count.to_be_bytes()));
            bytes
        };
        let mut bytes = header(b'2', [0; 6]);
        bytes.extend(header(b'2', [0, 0, 0, 1, 2, 4]));
        bytes.extend(1000i64.to_be_bytes());
        bytes.push(1);
        for offset in [3600i32, 7200] {
            bytes.extend(offset.to_be_bytes());
            bytes.extend([0, 0]);
        }
        bytes.extend(b"CET\0");
        bytes.extend(b"\nCET-1\n");
        bytes
    }

    #[test]
    fn changes_hold_from_their_second_on() {
        let file = file();
        let (table, rule) = Table::parse(&file).unwrap();
        assert_eq!(rule, Some("CET-1"));
        assert_eq!((table.offset_at(999), table.offset_at(1000)), (Some(3600), Some(7200)));
        assert!(!table.is_past(999) && table.is_past(1000));
    }

    #[test]
    fn cut_and_broken_files_are_no_zones() {
        let file = file();
        // Without its rule it is still one.
        let whole = file.len() - b"\nCET-1\n".len();
        for length in 0..whole {
            assert!(Table::parse(&file[..length]).is_none(), "{length}");
        }
        let mut huge = file.clone();
        huge[64..68].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(Table::parse(&huge).is_none());
    }
}
