//! Hands a whole line to a writer, through all that writers do. Called by the layer and by [`Tee`](super::Tee).

use core::time::Duration;
use std::io::{self, ErrorKind};

use crate::clock;

/// How often a writer that would block is asked again. It waits longer each time, about 50 ms in all: long enough for a
/// reader of a pipe to wake up, short enough for a program whose terminal was stopped.
const PATIENCE: u32 = 10;

/// How often in a row a writer may say that it was interrupted. A program has seldom that many signals in its life; a
/// writer that is broken would go on for ever.
const INTERRUPTIONS: u32 = 100_000;

/// Writes all of `line`: at one go, if the writer takes it.
///
/// Short writes are continued, interrupted ones repeated, and a non-blocking output that is full gets some time.
pub(crate) fn deliver(writer: &mut (impl io::Write + ?Sized), mut line: &[u8]) -> io::Result<()> {
    let (mut asked, mut interrupted) = (0, 0);
    while !line.is_empty() {
        match writer.write(line) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => {
                // A writer that claims more than it was given has taken all.
                line = line.get(written..).unwrap_or_default();
                (asked, interrupted) = (0, 0);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted && interrupted < INTERRUPTIONS => interrupted += 1,
            Err(error) if error.kind() == ErrorKind::Interrupted => {
                return Err(io::Error::new(ErrorKind::TimedOut, error));
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock && asked < PATIENCE => {
                clock::pause(Duration::from_micros(50 << asked));
                asked += 1;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                // Under a name that a caller with patience of its own does not take as a request to try again.
                return Err(io::Error::new(ErrorKind::TimedOut, error));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers each `write` by the next step; a number is how many bytes it takes.
    struct Script {
        steps: Vec<Result<usize, ErrorKind>>,
        text: Vec<u8>,
    }

    impl io::Write for Script {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let step = if self.steps.is_empty() { Ok(bytes.len()) } else { self.steps.remove(0) };
            let taken = step.map_err(io::Error::from)?.min(bytes.len());
            self.text.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn run(steps: &[Result<usize, ErrorKind>]) -> (String, Result<(), ErrorKind>) {
        let mut script = Script { steps: steps.to_vec(), text: Vec::new() };
        let result = deliver(&mut script, b"a whole line\n").map_err(|error| error.kind());
        (String::from_utf8(script.text).unwrap(), result)
    }

    #[test]
    fn a_willing_writer_gets_one_write() {
        assert_eq!(run(&[Ok(13), Err(ErrorKind::Other)]), ("a whole line\n".to_owned(), Ok(())));
    }

    #[test]
    fn short_and_interrupted_writes_are_continued() {
        let steps = [Ok(1), Err(ErrorKind::Interrupted), Ok(3), Err(ErrorKind::WouldBlock), Ok(2)];
        assert_eq!(run(&steps), ("a whole line\n".to_owned(), Ok(())));
    }

    #[test]
    fn errors_end_it() {
        for kind in [ErrorKind::BrokenPipe, ErrorKind::StorageFull, ErrorKind::Other] {
            assert_eq!(run(&[Ok(2), Err(kind)]), ("a ".to_owned(), Err(kind)));
        }
        assert_eq!(run(&[Ok(0)]), (String::new(), Err(ErrorKind::WriteZero)));
    }

    #[test]
    fn patience_has_an_end() {
        let steps = [Err(ErrorKind::WouldBlock); 100];
        assert_eq!(run(&steps), (String::new(), Err(ErrorKind::TimedOut)));
        struct Interrupted;
        impl io::Write for Interrupted {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(ErrorKind::Interrupted.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert_eq!(deliver(&mut Interrupted, b"a line\n").unwrap_err().kind(), ErrorKind::TimedOut);
    }
}
