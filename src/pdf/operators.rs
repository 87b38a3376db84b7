//! Reads the operators of a content stream and goes on behind what cannot be read.
//!
//! The library's reader ends a stream at its first fault: a bracket that nothing closes, an operator of a path
//! without its numbers, more numbers than any operator has. One damaged byte would cost the rest of the page.
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::content::{TypedIter, UntypedIter};

/// An operator that no file has. It is put behind the data: a reader that comes to it has read all.
const END_MARK: &[u8] = b"gazette:end";

/// Bytes of one page that are read again in search of the place to go on: some hundred faults on a long page, its
/// forms included. A damaged stream has one or two.
pub(super) const MOST_BYTES_READ_AGAIN: usize = 32 << 20;

/// Length of a line in which a fault is passed whole: the operators of a line mostly belong together.
const LINE_LENGTH: usize = 400;

/// The data of a content stream, with the mark at its end.
#[derive(Debug)]
pub(super) struct Content(Vec<u8>);

impl Content {
    pub(super) fn new(mut bytes: Vec<u8>) -> Self {
        bytes.push(b'\n');
        bytes.extend_from_slice(END_MARK);
        Self(bytes)
    }
}

/// The operators of a content stream in order.
pub(super) struct Operators<'d> {
    rest: &'d [u8],
    reader: TypedIter<'d>,
    /// Operators that were asked of `rest`.
    asked: usize,
    ended: bool,
}

impl<'d> Operators<'d> {
    pub(super) fn new(content: &'d Content) -> Self {
        Self {
            rest: &content.0,
            reader: TypedIter::new(&content.0),
            asked: 0,
            ended: false,
        }
    }

    /// The next operator; nothing at the end and at a fault, which [`Self::pass_fault`] goes round.
    pub(super) fn next(&mut self) -> Option<TypedInstruction<'_, 'd>> {
        self.asked += 1;
        let operator = self.reader.next()?;
        if let TypedInstruction::Fallback(name) = &operator
            && ***name == *END_MARK
        {
            self.ended = true;
            return None;
        }
        Some(operator)
    }

    /// Goes on behind the fault that was met. False where there is nothing more to read, or where that would cost
    /// more bytes than may be read again.
    pub(super) fn pass_fault(&mut self, may_read_again: &mut usize) -> bool {
        let Some(left) = may_read_again.checked_sub(self.rest.len()) else {
            return false;
        };
        if self.ended {
            return false;
        }
        *may_read_again = left;
        let place = self.place_behind_fault();
        // Each time something is left behind, so this comes to an end.
        let Some(rest) = self.rest.get(place.max(1)..) else {
            return false;
        };
        self.rest = rest;
        self.reader = TypedIter::new(rest);
        self.asked = 0;
        !rest.is_empty()
    }

    /// The library does not say where it stopped: the operators that it gave are counted off once more.
    fn place_behind_fault(&self) -> usize {
        let mut again = UntypedIter::new(self.rest);
        let mut behind = 0;
        for _ in 0..self.asked {
            let Some(instruction) = again.next() else {
                return self.next_start(behind);
            };
            behind = self.end_of(instruction.operator).unwrap_or(behind);
        }
        // The operator itself can be read, only not with what stands before it.
        behind
    }

    /// The end of an operator's name within the data; nothing for a name with escapes, which is a copy.
    fn end_of(&self, name: &[u8]) -> Option<usize> {
        let start = (name.as_ptr() as usize).checked_sub(self.rest.as_ptr() as usize)?;
        let end = start.checked_add(name.len())?;
        (end <= self.rest.len()).then_some(end)
    }

    /// Where reading may begin again after a fault behind a place: the next word; behind an open bracket the next
    /// line, because its words are text and no operators, unless lines are long.
    fn next_start(&self, behind: usize) -> usize {
        let tail = self.rest.get(behind..).unwrap_or_default();
        let blank = tail.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let fault = tail.get(blank..).unwrap_or_default();
        // More numbers than any operator has: with fewer of them it would be run with wrong ones.
        let is_of_numbers =
            |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-');
        let numbers = fault.iter().take_while(is_of_numbers).count();
        if numbers > 0 {
            return behind + blank + numbers;
        }
        let is_open = matches!(fault.first(), Some(b'(' | b'[' | b'<'));
        let line = fault
            .iter()
            .take(if is_open { LINE_LENGTH } else { 0 })
            .position(|byte| matches!(byte, b'\n' | b'\r'));
        let word = || fault.iter().position(u8::is_ascii_whitespace);
        behind + blank + line.or_else(word).unwrap_or(fault.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The strings that are shown by `Tj`.
    fn shown(content: &[u8]) -> Vec<String> {
        let content = Content::new(content.to_vec());
        let mut operators = Operators::new(&content);
        let mut found = Vec::new();
        let mut may_read_again = MOST_BYTES_READ_AGAIN;
        loop {
            let Some(operator) = operators.next() else {
                if operators.pass_fault(&mut may_read_again) {
                    continue;
                }
                return found;
            };
            if let TypedInstruction::ShowText(text) = operator {
                found.push(String::from_utf8_lossy(text.0.as_bytes()).into_owned());
            }
        }
    }

    #[test]
    fn a_whole_stream_is_read_to_its_end() {
        assert_eq!(shown(b"BT (un) Tj 0 -12 Td (deux) Tj ET"), ["un", "deux"]);
        assert_eq!(shown(b""), [""; 0]);
    }

    #[test]
    fn faults_cost_their_line_only() {
        let faults: [&[u8]; 7] = [
            b"(jamais ferm(e) Tj",
            b"[(un) 3 (deux TJ",
            b"<< /A (x Tj",
            b"12 l",
            b"/A (x) re",
            b"] ) > }",
            b"1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 rg",
        ];
        for fault in faults {
            let content = [b"(avant) Tj\n", fault, b"\n(milieu) Tj\n", fault, b"\n(apres) Tj"].concat();
            let name = String::from_utf8_lossy(fault);
            assert_eq!(shown(&content), ["avant", "milieu", "apres"], "{name}");
        }
    }

    #[test]
    fn faults_in_one_long_line_are_passed_word_by_word() {
        let mut content = b"(avant) Tj 12 l ".to_vec();
        content.extend_from_slice(&b"] ".repeat(300));
        content.extend_from_slice(b"(apres) Tj");
        assert_eq!(shown(&content), ["avant", "apres"]);
    }

    #[test]
    fn a_stream_of_faults_ends_in_bounded_time() {
        let content = b"(\n".repeat(1 << 20);
        assert_eq!(shown(&content), [""; 0]);
    }
}
