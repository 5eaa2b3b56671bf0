//! A map of texts: the two directions in which they differ most (principal components), from the table of their inner
//! products alone, so that its cost depends on how many texts there are and not on how long their vectors are. Pure, and
//! the same for the same table every time.

/// Places in the order of the texts, and the part of all differences that two dimensions can show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) shown: f64,
}

type Matrix = Vec<Vec<f64>>;

/// Directions followed at once: more than the two that are wanted, so that near ties do not slow the search.
const FOLLOWED: usize = 6;
/// With six directions followed, the second is settled long before.
const ROUNDS: usize = 150;

/// Draws the map of a table of inner products (cosines are those of directions).
pub(crate) fn map(products: &[Vec<f64>]) -> Map {
    let centred = centred(products);
    let all: f64 = centred.iter().enumerate().map(|(at, row)| row[at]).sum();
    let axes = strongest(&centred);
    let axis = |number: usize| -> Vec<f64> {
        match axes.get(number) {
            Some((strength, direction)) if *strength > 1e-12 => {
                pointed(direction.iter().map(|part| part * strength.sqrt()).collect())
            }
            _ => vec![0.0; products.len()],
        }
    };
    let shown: f64 = axes.iter().take(2).map(|(strength, _)| strength.max(0.0)).sum();
    Map {
        points: axis(0).into_iter().zip(axis(1)).collect(),
        // Texts that do not differ at all are shown completely.
        shown: if all > 1e-12 { (shown / all).clamp(0.0, 1.0) } else { 1.0 },
    }
}

/// Moves the origin to the middle of the texts.
fn centred(products: &[Vec<f64>]) -> Matrix {
    let count = products.len().max(1) as f64;
    let means: Vec<f64> = products.iter().map(|row| row.iter().sum::<f64>() / count).collect();
    let mean = means.iter().sum::<f64>() / count;
    products
        .iter()
        .zip(&means)
        .map(|(row, own)| {
            row.iter().zip(&means).map(|(product, other)| product - own - other + mean).collect()
        })
        .collect()
}

/// A direction and its opposite are the same axis; the farthest text is put on the positive side.
fn pointed(axis: Vec<f64>) -> Vec<f64> {
    let far = axis
        .iter()
        .copied()
        .fold(0.0_f64, |far, part| if part.abs() > far.abs() + 1e-9 { part } else { far });
    if far < 0.0 { axis.into_iter().map(|part| -part).collect() } else { axis }
}

/// The strongest eigenvectors of a symmetric table with their eigenvalues, strongest first: a few directions are pressed
/// through the table until they lie in its strongest space, and the small table of that space is solved exactly.
fn strongest(table: &Matrix) -> Vec<(f64, Vec<f64>)> {
    let followed = FOLLOWED.min(table.len());
    let mut basis = orthonormal(scattered(table.len(), followed));
    let rounds = if table.len() <= FOLLOWED { 1 } else { ROUNDS };
    for _ in 0..rounds {
        // For a small table every direction is followed already, and pressing would only lose the weak ones.
        if table.len() > FOLLOWED {
            basis = orthonormal(basis.iter().map(|direction| times(table, direction)).collect());
        }
    }
    let pressed: Matrix = basis.iter().map(|direction| times(table, direction)).collect();
    let inner: Matrix =
        basis.iter().map(|one| pressed.iter().map(|other| dot(one, other)).collect()).collect();
    let mut found: Vec<(f64, Vec<f64>)> = jacobi(inner)
        .into_iter()
        .map(|(value, mix)| {
            let mut direction = vec![0.0; table.len()];
            for (share, part) in mix.iter().zip(&basis) {
                for (sum, number) in direction.iter_mut().zip(part) {
                    *sum += share * number;
                }
            }
            (value, direction)
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found
}

/// Directions to begin with: of no pattern, and the same every time.
fn scattered(length: usize, count: usize) -> Matrix {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    (0..count).map(|_| (0..length).map(|_| next()).collect()).collect()
}

/// Makes directions of length one at right angles to each other; what is left of nothing stays nothing.
fn orthonormal(directions: Matrix) -> Matrix {
    let mut done: Matrix = Vec::with_capacity(directions.len());
    for mut direction in directions {
        let before = dot(&direction, &direction).sqrt();
        // Twice, because the first pass leaves a rest of rounding.
        for _ in 0..2 {
            for other in &done {
                let along = dot(&direction, other);
                for (number, part) in direction.iter_mut().zip(other) {
                    *number -= along * part;
                }
            }
        }
        let length = dot(&direction, &direction).sqrt();
        let kept = length > before * 1e-10 && length > 1e-150;
        for number in &mut direction {
            *number = if kept { *number / length } else { 0.0 };
        }
        done.push(direction);
    }
    done
}

fn times(table: &Matrix, direction: &[f64]) -> Vec<f64> {
    table.iter().map(|row| dot(row, direction)).collect()
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// All eigenvalues and eigenvectors of a small symmetric table, by Jacobi's rotations.
fn jacobi(mut table: Matrix) -> Vec<(f64, Vec<f64>)> {
    let size = table.len();
    let mut vectors: Matrix =
        (0..size).map(|at| (0..size).map(|to| if at == to { 1.0 } else { 0.0 }).collect()).collect();
    for _ in 0..60 {
        let off: f64 =
            (0..size).flat_map(|p| (0..p).map(move |q| (p, q))).map(|(p, q)| table[p][q].powi(2)).sum();
        if off < 1e-28 {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                rotate(&mut table, &mut vectors, p, q);
            }
        }
    }
    vectors.into_iter().enumerate().map(|(at, vector)| (table[at][at], vector)).collect()
}

/// Turns rows and columns p and q so that their product is gone.
fn rotate(table: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) {
    if table[p][q].abs() < 1e-300 {
        return;
    }
    let theta = (table[q][q] - table[p][p]) / (2.0 * table[p][q]);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    let turned = |one: f64, other: f64| (cosine * one - sine * other, sine * one + cosine * other);
    for row in table.iter_mut() {
        (row[p], row[q]) = turned(row[p], row[q]);
    }
    for at in 0..table.len() {
        (table[p][at], table[q][at]) = turned(table[p][at], table[q][at]);
        (vectors[p][at], vectors[q][at]) = turned(vectors[p][at], vectors[q][at]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{jacobi, map};

    fn products(points: &[Vec<f64>]) -> Vec<Vec<f64>> {
        points
            .iter()
            .map(|one| points.iter().map(|other| one.iter().zip(other).map(|(a, b)| a * b).sum()).collect())
            .collect()
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-6
    }

    #[test]
    fn a_cross_of_known_arms_is_drawn_as_it_is() {
        let cross = [vec![3.0, 0.0, 0.0], vec![-3.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, -1.0, 0.0]];
        let map = map(&products(&cross));
        for ((x, y), (wanted_x, wanted_y)) in
            map.points.iter().zip([(3.0, 0.0), (-3.0, 0.0), (0.0, 1.0), (0.0, -1.0)])
        {
            assert!(near(*x, wanted_x) && near(*y, wanted_y), "{:?}", map.points);
        }
        assert!(near(map.shown, 1.0));
    }

    #[test]
    fn texts_on_a_line_have_no_second_direction() {
        let line: Vec<Vec<f64>> = (0..9).map(|at| vec![f64::from(at), 2.0 * f64::from(at), 7.0]).collect();
        let map = map(&products(&line));
        assert!(map.points.iter().all(|(_, y)| y.abs() < 1e-6), "{:?}", map.points);
        assert!(
            near(map.points[8].0 - map.points[0].0, 8.0 * 5.0_f64.sqrt())
                || near(map.points[0].0 - map.points[8].0, 8.0 * 5.0_f64.sqrt())
        );
    }

    #[test]
    fn equal_distances_in_three_dimensions_are_shown_to_two_thirds() {
        let corners: Vec<Vec<f64>> =
            (0..4).map(|at| (0..4).map(|to| if at == to { 1.0 } else { 0.0 }).collect()).collect();
        assert!(near(map(&products(&corners)).shown, 2.0 / 3.0));
    }

    #[test]
    fn one_text_and_the_same_text_many_times_lie_at_the_origin() {
        for count in [0, 1, 5, 40] {
            let map = map(&vec![vec![1.0; count]; count]);
            assert_eq!(map.points.len(), count);
            assert!(map.points.iter().all(|(x, y)| x.abs() < 1e-6 && y.abs() < 1e-6));
            assert!(near(map.shown, 1.0));
        }
    }

    #[test]
    fn the_small_table_of_a_textbook_has_its_eigenvalues() {
        let mut values: Vec<f64> =
            jacobi(vec![vec![2.0, -1.0, 0.0], vec![-1.0, 2.0, -1.0], vec![0.0, -1.0, 2.0]])
                .into_iter()
                .map(|(value, _)| value)
                .collect();
        values.sort_by(f64::total_cmp);
        let root = 2.0_f64.sqrt();
        assert!(
            near(values[0], 2.0 - root) && near(values[1], 2.0) && near(values[2], 2.0 + root),
            "{values:?}"
        );
    }

    fn distance(points: &[(f64, f64)], one: usize, other: usize) -> f64 {
        ((points[one].0 - points[other].0).powi(2) + (points[one].1 - points[other].1).powi(2)).sqrt()
    }

    proptest! {
        #[test]
        fn what_lies_in_a_plane_keeps_its_distances(
            flat in prop::collection::vec((-5.0_f64..5.0, -5.0_f64..5.0), 2..40),
        ) {
            // The plane is tilted in space.
            let tilted: Vec<Vec<f64>> =
                flat.iter().map(|(x, y)| vec![*x * 0.6, *x * 0.8, *y, 2.0]).collect();
            let map = map(&products(&tilted));
            for one in 0..flat.len() {
                for other in 0..one {
                    let wanted = distance(&flat, one, other);
                    prop_assert!((distance(&map.points, one, other) - wanted).abs() < 1e-4);
                }
            }
        }

        #[test]
        fn a_map_never_stretches_a_distance_and_agrees_with_the_exact_solution(
            rows in prop::collection::vec(prop::collection::vec(-1.0_f64..1.0, 8), 7..24),
        ) {
            let products = products(&rows);
            let map = map(&products);
            for one in 0..rows.len() {
                for other in 0..one {
                    let whole = (products[one][one] + products[other][other] - 2.0 * products[one][other]).max(0.0).sqrt();
                    prop_assert!(distance(&map.points, one, other) <= whole + 1e-6);
                }
            }
            let mut exact: Vec<f64> =
                jacobi(super::centred(&products)).into_iter().map(|(value, _)| value).collect();
            exact.sort_by(|a, b| b.total_cmp(a));
            let wanted = (exact[0] + exact[1]) / exact.iter().sum::<f64>();
            prop_assert!((map.shown - wanted).abs() < 1e-3, "{} and {wanted}", map.shown);
        }
    }
}
