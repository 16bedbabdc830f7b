//! Finding and breaking circles of references.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, Late};
use crate::names::LogicalId;

/// The stack of each resource that lives in a nested one.
type Nested = BTreeMap<LogicalId, LogicalId>;

/// What is deployed as one, by its ID: a nested stack, or a resource of the root.
fn unit<'a>(nested: &'a Nested, id: &'a LogicalId) -> &'a LogicalId {
    nested.get(id).unwrap_or(id)
}

impl Graph {
    /// Takes out every environment variable that closes a circle, and gives them back: their values have to reach the
    /// functions by another way. Afterwards no circle is left, since nothing else refers back to what needs a function.
    ///
    /// It does not ask for the layout: that must not change what a backend consists of.
    pub fn break_cycles(&mut self) -> Vec<Late> {
        let mut late = Vec::new();
        let nested = self.nested();
        // a function that wants to know itself is a circle, too
        let selves = self.resources.keys().map(|id| BTreeSet::from([id.clone()]));
        let circles: Vec<_> = self.circles(&nested).into_iter().chain(selves).collect();
        for circle in circles {
            for id in &circle {
                let Some(variables) = self.resources.get_mut(id).and_then(|resource| resource.variables.as_mut())
                else {
                    continue;
                };
                variables.retain(|name, value| {
                    let mut closes = false;
                    value.visit(&mut |target| closes |= circle.contains(unit(&nested, target)));
                    if closes {
                        late.push(Late { function: id.clone(), name: name.clone(), value: value.clone() });
                    }
                    !closes
                });
            }
        }
        late
    }

    /// Groups of what refers to each other in a circle: resources of the root and nested stacks as wholes, then the
    /// resources of one nested stack.
    pub fn cycles(&self) -> Vec<BTreeSet<LogicalId>> {
        let nested = self.nested();
        let mut circles = self.circles(&nested);
        if !nested.is_empty() {
            let within = |circle: &BTreeSet<LogicalId>| {
                let mut stacks = circle.iter().map(|id| nested.get(id));
                let first = stacks.next().flatten();
                first.is_some() && stacks.all(|stack| stack == first)
            };
            circles.extend(self.circles(&Nested::new()).into_iter().filter(within));
        }
        circles
    }

    fn nested(&self) -> Nested {
        let resources = self.resources.iter();
        resources.filter_map(|(id, resource)| Some((id.clone(), resource.stack.id()?))).collect()
    }

    /// The strongly connected components of more than one unit.
    fn circles(&self, nested: &Nested) -> Vec<BTreeSet<LogicalId>> {
        let units: BTreeSet<&LogicalId> = self.resources.keys().map(|id| unit(nested, id)).collect();
        let units: Vec<&LogicalId> = units.into_iter().collect();
        let numbers: BTreeMap<&str, usize> = units.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let number = |id| numbers.get(unit(nested, id).as_str()).copied();
        let mut edges = vec![Vec::new(); units.len()];
        for id in self.resources.keys() {
            let Some(from) = number(id) else { continue };
            edges[from].extend(self.edges(id).into_iter().filter_map(number).filter(|to| *to != from));
        }
        let components = components(&edges).into_iter().filter(|component| component.len() > 1);
        components.map(|component| component.into_iter().map(|at| units[at].clone()).collect()).collect()
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
