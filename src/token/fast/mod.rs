//! Tokens, a block at a time.
//!
//! The classes of a block's bytes are bit planes, and the rules of [`word`](super::word) for
//! [`Policy::Arabic`](super::policy::Policy::Arabic) are shifts of them: whether there is a boundary
//! in front of a character shows in a few bytes on both sides. So blocks that overlap
//! are judged each by itself, and the processor works on several of them at once.
//!
//! [`judge`] has those rules. Characters outside the tables get a class one by one: [`classes`] has what needs no look
//! at the neighbours, [`repairs`] the rest; and [`tags`] finds addresses, hashtags and dates. Where a character or its
//! neighbourhood needs more than that, which is called hard here, a [`batch`] of blocks ends, at a boundary that is
//! certain, and the specification takes over until it is past.

mod batch;
mod classes;
mod judge;
mod repairs;
mod tags;

pub(super) use self::batch::Batch;
