//! Who the caller is, and where.

use crate::place::Place;

pub(crate) async fn the_caller_and_the_workspace_are_known(place: &Place) {
    let me = place.workspace.identity().me().await.unwrap();
    assert!(!me.user.id.is_empty() && !me.user.user_name.is_empty(), "{me:?}");
    assert!(!me.user.label().is_empty());
    assert!(me.workspace_id.as_deref().is_some_and(|id| id.parse::<u64>().is_ok()), "{me:?}");
    assert_eq!(place.workspace.workspace_id(), me.workspace_id, "learned for all calls that follow");
    assert!(me.meta.request_id.is_some());
    if place.is_sandbox() {
        assert_eq!(me.user.user_name, "dana.okafor@meridian-freight.com");
        assert_eq!(me.user.label(), "Dana Okafor");
        assert!(me.user.groups.iter().any(|group| group.display.as_deref() == Some("ml-platform")));
        assert!(!me.user.is_admin());
    }
}
