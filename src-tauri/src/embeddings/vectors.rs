//! What vectors say about their texts: norms, cosines, rankings. Pure; in doubles, because a provider's floats are added up
//! three thousand times.

use super::dto::{EmbeddingPicture, EmbeddingPoint};
use super::map;

/// Why vectors cannot be compared, as the end of "The model answered, but …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Odd {
    Count { texts: usize, vectors: usize },
    Empty { text: usize },
    Uneven { first: usize, other: usize },
    NoNumber { text: usize },
}

/// Looks whether there is one vector a text, all of one length, all of numbers.
pub(crate) fn check(texts: usize, vectors: &[Vec<f32>]) -> Result<(), Odd> {
    if vectors.len() != texts {
        return Err(Odd::Count { texts, vectors: vectors.len() });
    }
    let first = vectors.first().map_or(0, Vec::len);
    for (text, vector) in vectors.iter().enumerate() {
        if vector.is_empty() {
            return Err(Odd::Empty { text });
        }
        if vector.len() != first {
            return Err(Odd::Uneven { first, other: vector.len() });
        }
        if !vector.iter().all(|number| number.is_finite()) {
            return Err(Odd::NoNumber { text });
        }
    }
    Ok(())
}

/// Everything the window shows of them. The vectors have passed `check`.
pub(crate) fn picture(vectors: &[Vec<f32>]) -> EmbeddingPicture {
    let norms: Vec<f64> = vectors.iter().map(|vector| dot(vector, vector).sqrt()).collect();
    let cosines = cosines(vectors, &norms);
    let map = map::map(&cosines);
    let nearest = (0..vectors.len()).map(|text| nearest(&cosines, text)).collect();
    EmbeddingPicture {
        dimensions: small(vectors.first().map_or(0, Vec::len)),
        norms: norms.iter().copied().map(rounded).collect(),
        similarities: cosines.into_iter().map(|row| row.into_iter().map(rounded).collect()).collect(),
        nearest,
        points: map
            .points
            .into_iter()
            .map(|(x, y)| EmbeddingPoint { x: rounded(x), y: rounded(y) })
            .collect(),
        shown: rounded(map.shown),
    }
}

fn dot(one: &[f32], other: &[f32]) -> f64 {
    one.iter().zip(other).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

/// The cosine of each pair. A vector of zeros points nowhere and is like nothing, itself included.
fn cosines(vectors: &[Vec<f32>], norms: &[f64]) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![0.0; vectors.len()]; vectors.len()];
    for (at, one) in vectors.iter().enumerate() {
        for (to, other) in vectors.iter().enumerate().skip(at) {
            let length = norms[at] * norms[to];
            let cosine = match (length > 0.0, at == to) {
                (false, _) => 0.0,
                (true, true) => 1.0,
                (true, false) => (dot(one, other) / length).clamp(-1.0, 1.0),
            };
            rows[at][to] = cosine;
            rows[to][at] = cosine;
        }
    }
    rows
}

fn nearest(cosines: &[Vec<f64>], text: usize) -> Vec<u32> {
    let mut others: Vec<usize> = (0..cosines.len()).filter(|other| *other != text).collect();
    others.sort_by(|a, b| cosines[text][*b].total_cmp(&cosines[text][*a]));
    others.into_iter().map(small).collect()
}

/// Four places are more than a model means, and keep the answer to the window short.
fn rounded(number: f64) -> f64 {
    let rounded = (number * 10_000.0).round() / 10_000.0;
    // -0 would be written as it is.
    if rounded == 0.0 { 0.0 } else { rounded }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Odd, check, picture};

    #[test]
    fn cosines_norms_and_rankings_are_those_of_school() {
        let shown = picture(&[vec![3.0, 4.0], vec![6.0, 8.0], vec![4.0, -3.0], vec![-3.0, -4.0]]);
        assert_eq!(shown.dimensions, 2);
        assert_eq!(shown.norms, [5.0, 10.0, 5.0, 5.0]);
        assert_eq!(shown.similarities[0], [1.0, 1.0, 0.0, -1.0]);
        assert_eq!(shown.nearest[0], [1, 2, 3], "same direction, right angle, opposite");
        assert_eq!(shown.nearest[2], [0, 1, 3], "what is equally far stands in the order of typing");
    }

    #[test]
    fn a_vector_of_zeros_is_like_nothing_and_breaks_nothing() {
        let shown = picture(&[vec![0.0, 0.0], vec![1.0, 0.0]]);
        assert_eq!(shown.similarities, [vec![0.0, 0.0], vec![0.0, 1.0]]);
        assert!(shown.points.iter().all(|point| point.x.is_finite() && point.y.is_finite()));
    }

    #[test]
    fn one_text_has_a_norm_and_no_neighbours() {
        let shown = picture(&[vec![0.6, 0.8]]);
        assert_eq!((shown.norms.len(), shown.nearest[0].len(), shown.points.len()), (1, 0, 1));
    }

    #[test]
    fn answers_that_are_no_vectors_are_told_apart() {
        assert_eq!(check(2, &[vec![1.0]]), Err(Odd::Count { texts: 2, vectors: 1 }));
        assert_eq!(check(2, &[vec![1.0], vec![]]), Err(Odd::Empty { text: 1 }));
        assert_eq!(check(2, &[vec![1.0], vec![1.0, 2.0]]), Err(Odd::Uneven { first: 1, other: 2 }));
        assert_eq!(check(1, &[vec![f32::INFINITY]]), Err(Odd::NoNumber { text: 0 }));
        assert_eq!(check(1, &[vec![0.5]]), Ok(()));
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_within_bounds_and_does_not_see_length(
            rows in prop::collection::vec(prop::collection::vec(-100.0_f32..100.0, 5), 1..12),
            times in 0.5_f32..20.0,
        ) {
            let shown = picture(&rows);
            let longer: Vec<Vec<f32>> =
                rows.iter().map(|row| row.iter().map(|number| number * times).collect()).collect();
            let stretched = picture(&longer);
            for (at, row) in shown.similarities.iter().enumerate() {
                for (to, likeness) in row.iter().enumerate() {
                    prop_assert!((-1.0..=1.0).contains(likeness));
                    prop_assert_eq!(*likeness, shown.similarities[to][at]);
                    prop_assert!((likeness - stretched.similarities[at][to]).abs() < 2e-4);
                }
                let ranked: Vec<f64> =
                    shown.nearest[at].iter().map(|other| row[*other as usize]).collect();
                prop_assert!(ranked.windows(2).all(|pair| pair[0] >= pair[1]));
                prop_assert_eq!(ranked.len(), rows.len() - 1);
            }
        }
    }
}
