//! A future that holds a guard while it waits stays on its thread.
async fn wait() {}
fn sent(_: impl Send) {}
fn main() {
    sent(async {
        let _guard = tracing::Span::none().entered();
        wait().await;
    });
}
