//! Embeddings in the window: texts, how alike they are as a table, the ranking, the map.

use crate::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_compared_ranked_and_drawn() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/embeddings").await;
    desk.press("Compare texts").await;
    desk.see("//table[.//caption[contains(., 'Cosine similarity')]]").await;
    desk.shoot("embeddings-table").await;
    let diagonal = "return [...document.querySelectorAll('table tbody tr')].length";
    let rows = desk.script(diagonal, vec![]).await.as_u64().unwrap_or_default();
    assert!(rows >= 3, "a row a text: {rows}");
    desk.press("Nearest").await;
    desk.see("//ol[starts-with(@aria-label, 'Nearest to text')]").await;
    desk.shoot("embeddings-nearest").await;
    desk.press("Map").await;
    desk.see("//*[@role='img'][starts-with(@aria-label, 'Map of')]").await;
    desk.shoot("embeddings-map").await;
    desk.close().await;

    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/embeddings").await;
    desk.press("Earlier").await;
    desk.see_text("texts").await;
    desk.close().await;
}
