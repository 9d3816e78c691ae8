//! Counts the allocations of every scenario of the peers; see `harness::allocations`.

#[global_allocator]
static ALLOCATOR: harness::allocations::Counting = harness::allocations::Counting;

fn main() {
    harness::allocations::main(&peers::pairs());
}
