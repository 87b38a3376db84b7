//! Functions of PDF files that turn tints of inks into numbers of another colour space: sampled (type 0),
//! exponential (2), stitched (3) and calculated (4).
use super::calculator::Program;
use hayro_syntax::object::{Array, Dict, Object, Stream};

/// Functions inside functions: a stitched function that holds itself must end.
const MAX_DEPTH: u8 = 4;
/// Bytes of samples that are read: 16 steps of four inks to four inks are 262,144.
const MAX_SAMPLES: usize = 1 << 21;
/// Inputs between whose samples values are mixed; with more of them the nearest sample is taken.
const MAX_MIXED_INPUTS: usize = 4;

/// A function from numbers to numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Function {
    kind: Kind,
    domain: Vec<f32>,
    range: Vec<f32>,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Sampled(Samples),
    Exponential {
        low: Vec<f32>,
        high: Vec<f32>,
        exponent: f32,
    },
    Stitched {
        parts: Vec<Function>,
        bounds: Vec<f32>,
        encode: Vec<f32>,
    },
    Calculated(Program),
    /// One function for each number of the result.
    Listed(Vec<Function>),
}

/// A table of samples.
#[derive(Debug, Clone, PartialEq)]
struct Samples {
    /// Steps of each input.
    sizes: Vec<usize>,
    encode: Vec<f32>,
    decode: Vec<f32>,
    /// Values from 0 to 1, the first input running fastest.
    values: Vec<f32>,
    outputs: usize,
}

impl Function {
    /// Reads a function; nothing where its form is not known.
    pub(super) fn read(object: &Object<'_>) -> Option<Self> {
        Self::read_at(object, 0)
    }

    fn read_at(object: &Object<'_>, depth: u8) -> Option<Self> {
        if depth > MAX_DEPTH {
            return None;
        }
        match object {
            Object::Dict(dict) => Self::from_dict(dict, None, depth),
            Object::Stream(stream) => Self::from_dict(stream.dict(), Some(stream), depth),
            Object::Array(array) => {
                let parts = array
                    .iter::<Object<'_>>()
                    .map(|part| Self::read_at(&part, depth + 1))
                    .collect::<Option<Vec<Self>>>()?;
                Some(Self {
                    kind: Kind::Listed(parts),
                    domain: Vec::new(),
                    range: Vec::new(),
                })
            }
            _ => None,
        }
    }

    fn from_dict(dict: &Dict<'_>, stream: Option<&Stream<'_>>, depth: u8) -> Option<Self> {
        let domain = numbers(dict, b"Domain").unwrap_or_default();
        let range = numbers(dict, b"Range").unwrap_or_default();
        let kind = match dict.get::<i32>(b"FunctionType".as_slice())? {
            0 => Kind::Sampled(Samples::read(dict, stream?, &range)?),
            2 => Kind::Exponential {
                low: numbers(dict, b"C0").unwrap_or_else(|| vec![0.0]),
                high: numbers(dict, b"C1").unwrap_or_else(|| vec![1.0]),
                exponent: dict.get::<f32>(b"N".as_slice()).unwrap_or(1.0),
            },
            3 => Kind::Stitched {
                parts: dict
                    .get::<Array<'_>>(b"Functions".as_slice())?
                    .iter::<Object<'_>>()
                    .map(|part| Self::read_at(&part, depth + 1))
                    .collect::<Option<Vec<Self>>>()?,
                bounds: numbers(dict, b"Bounds").unwrap_or_default(),
                encode: numbers(dict, b"Encode").unwrap_or_default(),
            },
            4 => Kind::Calculated(Program::parse(stream?.decoded_data().ok()?.as_ref())?),
            _ => return None,
        };
        Some(Self { kind, domain, range })
    }

    /// The middle of the first input's domain.
    pub(super) fn middle(&self) -> f32 {
        match (&self.kind, self.domain.as_slice()) {
            (Kind::Listed(parts), _) => parts.first().map_or(0.5, Self::middle),
            (_, [low, high, ..]) => (low + high) / 2.0,
            _ => 0.5,
        }
    }

    /// The function's value.
    pub(super) fn value(&self, inputs: &[f32]) -> Vec<f32> {
        let inputs: Vec<f32> = inputs
            .iter()
            .enumerate()
            .map(|(index, input)| within(*input, interval(&self.domain, index)))
            .collect();
        let first = inputs.first().copied().unwrap_or(0.0);
        let mut values = match &self.kind {
            Kind::Sampled(samples) => samples.value(&inputs, &self.domain),
            Kind::Exponential { low, high, exponent } => {
                let share = first.max(0.0).powf(*exponent);
                low.iter()
                    .zip(high)
                    .map(|(low, high)| low + share * (high - low))
                    .collect()
            }
            Kind::Stitched {
                parts,
                bounds,
                encode,
            } => {
                let place = bounds.iter().take_while(|bound| first >= **bound).count();
                let place = place.min(parts.len().saturating_sub(1));
                let (start, end) = interval(&self.domain, 0).unwrap_or((0.0, 1.0));
                let from = place.checked_sub(1).and_then(|index| bounds.get(index)).copied();
                let to = bounds.get(place).copied();
                let piece = (from.unwrap_or(start), to.unwrap_or(end));
                let input = onto(first, piece, interval(encode, place).unwrap_or((0.0, 1.0)));
                parts
                    .get(place)
                    .map(|part| part.value(&[input]))
                    .unwrap_or_default()
            }
            Kind::Calculated(program) => program.run(&inputs),
            Kind::Listed(parts) => parts
                .iter()
                .filter_map(|part| part.value(&inputs).first().copied())
                .collect(),
        };
        for (index, value) in values.iter_mut().enumerate() {
            *value = within(*value, interval(&self.range, index));
        }
        values
    }
}

impl Samples {
    fn read(dict: &Dict<'_>, stream: &Stream<'_>, range: &[f32]) -> Option<Self> {
        let sizes: Vec<usize> = dict
            .get::<Array<'_>>(b"Size".as_slice())?
            .iter::<u32>()
            .map(|size| size as usize)
            .collect();
        let bits = dict.get::<u32>(b"BitsPerSample".as_slice())?;
        let outputs = range.len() / 2;
        if sizes.is_empty() || sizes.contains(&0) || outputs == 0 {
            return None;
        }
        let data = stream.decoded_data().ok()?;
        let data = data.get(..data.len().min(MAX_SAMPLES))?;
        let values: Vec<f32> = match bits {
            8 => data.iter().map(|byte| f32::from(*byte) / 255.0).collect(),
            16 => {
                let (pairs, _) = data.as_chunks::<2>();
                pairs
                    .iter()
                    .map(|pair| f32::from(u16::from_be_bytes(*pair)) / 65_535.0)
                    .collect()
            }
            // Fewer bits or more of them were not met for inks.
            _ => return None,
        };
        Some(Self {
            encode: numbers(dict, b"Encode").unwrap_or_default(),
            decode: numbers(dict, b"Decode").unwrap_or_else(|| range.to_vec()),
            sizes,
            values,
            outputs,
        })
    }

    fn value(&self, inputs: &[f32], domain: &[f32]) -> Vec<f32> {
        // Each input's place between two steps of the table.
        let mut places = Vec::with_capacity(self.sizes.len());
        for (index, size) in self.sizes.iter().enumerate() {
            let last = (size - 1) as f32;
            let given = inputs.get(index).copied().unwrap_or(0.0);
            let from = interval(domain, index).unwrap_or((0.0, 1.0));
            let to = interval(&self.encode, index).unwrap_or((0.0, last));
            let place = onto(given, from, to).clamp(0.0, last);
            places.push(if self.sizes.len() > MAX_MIXED_INPUTS {
                place.round()
            } else {
                place
            });
        }
        let corners = if self.sizes.len() > MAX_MIXED_INPUTS {
            1
        } else {
            1usize << self.sizes.len()
        };
        let mut mixed = vec![0.0; self.outputs];
        for corner in 0..corners {
            let (mut weight, mut sample, mut stride) = (1.0f32, 0usize, 1usize);
            for (index, (place, size)) in places.iter().zip(&self.sizes).enumerate() {
                let above = corner >> index & 1 == 1;
                let share = place.fract();
                weight *= if above { share } else { 1.0 - share };
                let step = (place.floor() as usize + usize::from(above)).min(size - 1);
                sample = sample.saturating_add(step.saturating_mul(stride));
                stride = stride.saturating_mul(*size);
            }
            if weight <= 0.0 {
                continue;
            }
            let start = sample.saturating_mul(self.outputs);
            for (output, slot) in mixed.iter_mut().enumerate() {
                let value = start.checked_add(output).and_then(|place| self.values.get(place));
                *slot += weight * value.copied().unwrap_or(0.0);
            }
        }
        for (output, value) in mixed.iter_mut().enumerate() {
            *value = onto(
                *value,
                (0.0, 1.0),
                interval(&self.decode, output).unwrap_or((0.0, 1.0)),
            );
        }
        mixed
    }
}

fn numbers(dict: &Dict<'_>, key: &[u8]) -> Option<Vec<f32>> {
    Some(dict.get::<Array<'_>>(key)?.iter::<f32>().collect())
}

fn interval(pairs: &[f32], index: usize) -> Option<(f32, f32)> {
    Some((*pairs.get(2 * index)?, *pairs.get(2 * index + 1)?))
}

fn within(value: f32, interval: Option<(f32, f32)>) -> f32 {
    match interval {
        // `clamp` would panic where a file gives the ends in the wrong order.
        Some((low, high)) => value.max(low).min(high),
        None => value,
    }
}

fn onto(value: f32, from: (f32, f32), to: (f32, f32)) -> f32 {
    if from.1 == from.0 {
        return to.0;
    }
    to.0 + (value - from.0) * (to.1 - to.0) / (from.1 - from.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exponential(low: &[f32], high: &[f32], exponent: f32) -> Function {
        Function {
            kind: Kind::Exponential {
                low: low.to_vec(),
                high: high.to_vec(),
                exponent,
            },
            domain: vec![0.0, 1.0],
            range: Vec::new(),
        }
    }

    #[test]
    fn exponential_runs_from_low_to_high() {
        let function = exponential(&[0.0, 1.0], &[1.0, 0.0], 1.0);
        assert_eq!(function.value(&[0.25]), [0.25, 0.75]);
        assert_eq!(function.value(&[7.0]), [1.0, 0.0]);
        assert_eq!(exponential(&[0.0], &[1.0], 2.0).value(&[0.5]), [0.25]);
    }

    #[test]
    fn stitched_takes_the_part_of_its_input() {
        let function = Function {
            kind: Kind::Stitched {
                parts: vec![exponential(&[0.0], &[1.0], 1.0), exponential(&[5.0], &[9.0], 1.0)],
                bounds: vec![0.5],
                encode: vec![0.0, 1.0, 1.0, 0.0],
            },
            domain: vec![0.0, 1.0],
            range: Vec::new(),
        };
        assert_eq!(function.value(&[0.25]), [0.5]);
        assert_eq!(function.value(&[0.5]), [9.0]);
        assert_eq!(function.value(&[1.0]), [5.0]);
    }

    #[test]
    fn samples_are_mixed_between_steps() {
        let samples = Samples {
            sizes: vec![2, 2],
            encode: Vec::new(),
            decode: vec![0.0, 1.0],
            values: vec![0.0, 1.0, 0.5, 1.0],
            outputs: 1,
        };
        let function = Function {
            kind: Kind::Sampled(samples),
            domain: vec![0.0, 1.0, 0.0, 1.0],
            range: vec![0.0, 1.0],
        };
        assert_eq!(function.value(&[0.0, 0.0]), [0.0]);
        assert_eq!(function.value(&[1.0, 0.0]), [1.0]);
        assert_eq!(function.value(&[0.5, 0.0]), [0.5]);
        assert_eq!(function.value(&[0.0, 0.5]), [0.25]);
        assert_eq!(function.value(&[1.0, 1.0]), [1.0]);
    }

    #[test]
    fn values_stay_in_their_range_whatever_its_order() {
        let mut function = exponential(&[0.0], &[4.0], 1.0);
        function.range = vec![0.0, 1.0];
        assert_eq!(function.value(&[1.0]), [1.0]);
        function.range = vec![1.0, 0.0];
        assert_eq!(function.value(&[1.0]), [0.0]);
    }
}
