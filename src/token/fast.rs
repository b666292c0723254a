#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window;
