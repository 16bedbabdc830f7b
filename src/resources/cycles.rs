//! Finding and breaking circles of references.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, Late};
use crate::names::LogicalId;

impl Graph {
    /// Takes out every environment variable that closes a circle, and gives them back: their values have to reach the
    /// functions by another way. Afterwards no circle is left, since nothing else refers back to what needs a function.
    pub fn break_cycles(&mut self) -> Vec<Late> {
        let mut late = Vec::new();
        for circle in self.cycles() {
            for id in &circle {
                let Some(variables) = self.resources.get_mut(id).and_then(|resource| resource.variables.as_mut())
                else {
                    continue;
                };
                variables.retain(|name, value| {
                    let mut closes = false;
                    value.visit(&mut |target| closes |= circle.contains(target));
                    if closes {
                        late.push(Late { function: id.clone(), name: name.clone(), value: value.clone() });
                    }
                    !closes
                });
            }
        }
        late
    }

    /// Groups of resources that refer to each other in a circle: the strongly connected components of more than one.
    pub fn cycles(&self) -> Vec<BTreeSet<LogicalId>> {
        let ids: Vec<&LogicalId> = self.resources.keys().collect();
        let numbers: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let edges: Vec<Vec<usize>> = ids
            .iter()
            .map(|id| self.edges(id).into_iter().filter_map(|to| numbers.get(to.as_str()).copied()).collect())
            .collect();
        let components = components(&edges).into_iter().filter(|component| component.len() > 1);
        components.map(|component| component.into_iter().map(|at| ids[at].clone()).collect()).collect()
    }
}

/// Tarjan's strongly connected components, without recursion: a graph may be deep.
fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; edges.len()];
    let mut lowest = vec![UNSEEN; edges.len()];
    let mut open = vec![false; edges.len()];
    let (mut stack, mut found, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..edges.len() {
        if order[root] != UNSEEN {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, edge)) = path.last_mut() {
            let node = *node;
            if *edge == 0 {
                order[node] = next;
                lowest[node] = next;
                next += 1;
                stack.push(node);
                open[node] = true;
            }
            if let Some(&target) = edges[node].get(*edge) {
                *edge += 1;
                if order[target] == UNSEEN {
                    path.push((target, 0));
                } else if open[target] {
                    lowest[node] = lowest[node].min(order[target]);
                }
                continue;
            }
            if lowest[node] == order[node] {
                let at = stack.iter().rposition(|&member| member == node).unwrap_or(0);
                let component = stack.split_off(at);
                for &member in &component {
                    open[member] = false;
                }
                found.push(component);
            }
            path.pop();
            if let Some(&(parent, _)) = path.last() {
                lowest[parent] = lowest[parent].min(lowest[node]);
            }
        }
    }
    found
}
