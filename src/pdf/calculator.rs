//! Calculator functions (type 4): the small part of PostScript in which producers write how inks mix.

/// Tokens of one program; those of inks have some hundreds.
const MAX_TOKENS: usize = 10_000;
/// Numbers on the stack; the specification demands 100.
const MAX_STACK: usize = 256;
/// Blocks inside blocks.
const MAX_DEPTH: usize = 16;

/// A program.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Program(Vec<Step>);

#[derive(Debug, Clone, PartialEq)]
enum Step {
    Number(f32),
    Operator(String),
    Block(Vec<Step>),
}

impl Program {
    /// Reads a program; nothing where its blocks do not close.
    pub(super) fn parse(source: &[u8]) -> Option<Self> {
        let mut open: Vec<Vec<Step>> = Vec::new();
        for token in tokens(source)? {
            match token.as_str() {
                "{" if open.len() < MAX_DEPTH => open.push(Vec::new()),
                "{" => return None,
                "}" => {
                    let closed = open.pop()?;
                    match open.last_mut() {
                        Some(outer) => outer.push(Step::Block(closed)),
                        None => return Some(Self(closed)),
                    }
                }
                word => {
                    let step = word
                        .parse::<f32>()
                        .map_or_else(|_| Step::Operator(word.to_string()), Step::Number);
                    open.last_mut()?.push(step);
                }
            }
        }
        None
    }

    /// Runs it: the numbers that are left on the stack. A fault ends it early with what there is.
    pub(super) fn run(&self, inputs: &[f32]) -> Vec<f32> {
        let mut stack = inputs.to_vec();
        let _faultless = run(&self.0, &mut stack);
        stack
    }
}

fn tokens(source: &[u8]) -> Option<Vec<String>> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut in_comment = false;
    for byte in source.iter().chain(b" ") {
        let character = char::from(*byte);
        if in_comment {
            in_comment = !matches!(character, '\n' | '\r');
            continue;
        }
        let is_mark = matches!(character, '{' | '}' | '%');
        if is_mark || character.is_whitespace() || character == '\0' {
            if !word.is_empty() {
                tokens.push(std::mem::take(&mut word));
            }
            match character {
                '%' => in_comment = true,
                '{' | '}' => tokens.push(character.to_string()),
                _ => {}
            }
        } else {
            word.push(character);
        }
        if tokens.len() > MAX_TOKENS {
            return None;
        }
    }
    Some(tokens)
}

/// Runs steps; nothing where one of them finds no number to work on or has a name that is not known.
fn run(steps: &[Step], stack: &mut Vec<f32>) -> Option<()> {
    for (index, step) in steps.iter().enumerate() {
        if stack.len() > MAX_STACK {
            return None;
        }
        match step {
            Step::Number(number) => stack.push(*number),
            // A block is run by the `if` behind it.
            Step::Block(_) => {}
            Step::Operator(name) => match name.as_str() {
                "if" => {
                    let then = block_before(steps, index, 1)?;
                    if stack.pop()? != 0.0 {
                        run(then, stack)?;
                    }
                }
                "ifelse" => {
                    let (then, otherwise) = (block_before(steps, index, 2)?, block_before(steps, index, 1)?);
                    let chosen = if stack.pop()? != 0.0 { then } else { otherwise };
                    run(chosen, stack)?;
                }
                name => operate(name, stack)?,
            },
        }
    }
    Some(())
}

fn block_before(steps: &[Step], index: usize, back: usize) -> Option<&[Step]> {
    match steps.get(index.checked_sub(back)?)? {
        Step::Block(block) => Some(block),
        _ => None,
    }
}

fn operate(name: &str, stack: &mut Vec<f32>) -> Option<()> {
    let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
    match name {
        "true" => stack.push(1.0),
        "false" => stack.push(0.0),
        "pop" => {
            stack.pop()?;
        }
        "dup" => stack.push(*stack.last()?),
        "exch" => {
            let (upper, lower) = (stack.pop()?, stack.pop()?);
            stack.extend([upper, lower]);
        }
        "copy" => {
            let count = stack.pop()? as usize;
            let start = stack.len().checked_sub(count)?;
            let copied = stack.get(start..)?.to_vec();
            stack.extend(copied);
        }
        "index" => {
            let back = stack.pop()? as usize;
            stack.push(*stack.get(stack.len().checked_sub(back.checked_add(1)?)?)?);
        }
        "roll" => {
            let (by, count) = (stack.pop()? as i64, stack.pop()? as usize);
            let start = stack.len().checked_sub(count)?;
            if count > 0 {
                let by = by.rem_euclid(count as i64) as usize;
                stack.get_mut(start..)?.rotate_right(by);
            }
        }
        "abs" | "neg" | "ceiling" | "floor" | "round" | "truncate" | "cvi" | "cvr" | "sqrt" | "sin"
        | "cos" | "ln" | "log" | "not" => {
            let value = stack.pop()?;
            stack.push(match name {
                "abs" => value.abs(),
                "neg" => -value,
                "ceiling" => value.ceil(),
                "floor" => value.floor(),
                "round" => (value + 0.5).floor(),
                "truncate" | "cvi" => value.trunc(),
                "sqrt" => value.max(0.0).sqrt(),
                "sin" => value.to_radians().sin(),
                "cos" => value.to_radians().cos(),
                "ln" => value.ln(),
                "log" => value.log10(),
                "not" => truth(value == 0.0),
                _ => value,
            });
        }
        _ => {
            let (right, left) = (stack.pop()?, stack.pop()?);
            stack.push(match name {
                "add" => left + right,
                "sub" => left - right,
                "mul" => left * right,
                "div" if right != 0.0 => left / right,
                "idiv" if right.trunc() != 0.0 => (left.trunc() / right.trunc()).trunc(),
                "mod" if right != 0.0 => left % right,
                "exp" => left.powf(right),
                "atan" => left.atan2(right).to_degrees().rem_euclid(360.0),
                "eq" => truth(left == right),
                "ne" => truth(left != right),
                "gt" => truth(left > right),
                "ge" => truth(left >= right),
                "lt" => truth(left < right),
                "le" => truth(left <= right),
                "and" => (left as i32 & right as i32) as f32,
                "or" => (left as i32 | right as i32) as f32,
                "xor" => (left as i32 ^ right as i32) as f32,
                _ => return None,
            });
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(source: &str, inputs: &[f32]) -> Vec<f32> {
        Program::parse(source.as_bytes()).unwrap().run(inputs)
    }

    #[test]
    fn sums_and_stack() {
        assert_eq!(result("{ 2 mul 1 exch sub }", &[0.25]), [0.5]);
        assert_eq!(
            result("{dup 0.5 mul exch 0 exch 0.1 mul}", &[1.0]),
            [0.5, 0.0, 0.1]
        );
        assert_eq!(result("{ 3 1 roll }", &[1.0, 2.0, 3.0]), [3.0, 1.0, 2.0]);
        assert_eq!(result("{ 3 -1 roll }", &[1.0, 2.0, 3.0]), [2.0, 3.0, 1.0]);
        assert_eq!(
            result("{ 2 copy 1 index }", &[4.0, 5.0]),
            [4.0, 5.0, 4.0, 5.0, 4.0]
        );
    }

    #[test]
    fn branches() {
        let source = "{ dup 0.5 gt % comment\n { pop 1 } { pop 0 } ifelse }";
        assert_eq!(result(source, &[0.7]), [1.0]);
        assert_eq!(result(source, &[0.2]), [0.0]);
        assert_eq!(result("{ dup 0 lt { pop 0 } if }", &[-3.0]), [0.0]);
    }

    #[test]
    fn broken_programs_end() {
        assert_eq!(Program::parse(b"{ 1 2"), None);
        assert_eq!(Program::parse(b"1 2 }"), None);
        assert_eq!(Program::parse("{".repeat(100).as_bytes()), None);
        assert_eq!(result("{ add }", &[1.0]).len(), 0);
        assert_eq!(result("{ 1 whatever 2 }", &[]).len(), 0);
        assert_eq!(result("{ -1 copy }", &[1.0]), [1.0]);
    }
}
