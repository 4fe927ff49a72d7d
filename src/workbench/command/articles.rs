//! Going from article to article.

use crate::lang::{self, Wording, say};
use crate::workbench::effect::{Effect, Reload};
use crate::workbench::model::{Mode, Model};
use crate::workbench::requests::{neighbours, next_article, wanted};
use crate::workbench::search::picker::Picker;
use crate::workbench::search::prompt::Purpose;

use super::commit::tell;
use super::condition::IN_REVIEW;
use super::find::find_in_new_article;
use super::focus::refocus;
use super::group::Group;
use super::name::CommandName;
use super::row::{Command, CommandTraits, Footer, FooterKeys};

pub(super) const ROWS: &[Command] = &[
    Command {
        name: CommandName::NEXT_ARTICLE,
        title: Wording::new("next-article", "المقالة التالية"),
        help: Wording::new("Go to the next article.", "انتقل إلى المقالة التالية."),
        keys: &["n"],
        group: Group::Articles,
        footer: Footer::new("article", "مقالة").showing(BOTH_WAYS),
        traits: CommandTraits::COUNTED.union(CommandTraits::WITHOUT_ARTICLE),
        when: IN_REVIEW,
        run: |model, _| open_next(model),
    },
    Command {
        name: CommandName::PREVIOUS_ARTICLE,
        title: Wording::new("previous-article", "المقالة السابقة"),
        help: Wording::new("Go to the previous article.", "انتقل إلى المقالة السابقة."),
        keys: &["p"],
        group: Group::Articles,
        traits: CommandTraits::COUNTED.union(CommandTraits::WITHOUT_ARTICLE),
        when: IN_REVIEW,
        run: |model, _| open_previous(model),
        ..Command::PLAIN
    },
];

pub(super) const CHOOSE: &[Command] = &[Command {
    name: CommandName::new("articles"),
    title: Wording::new("articles", "الانتقال إلى مقالة"),
    help: Wording::new(
        "Go to another article: type a part of its title or id, or its number. Tab shows only the articles of one status, or the flagged ones.",
        "انتقل إلى مقالة أخرى: اكتب جزءا من عنوانها أو معرفها، أو رقمها. وTab يظهر مقالات حالة واحدة فقط، أو ما عليه راية.",
    ),
    keys: &["g"],
    group: Group::Articles,
    footer: Footer::new("go to", "انتقال"),
    traits: CommandTraits::WITHOUT_ARTICLE,
    when: IN_REVIEW,
    run: |model, _| choose_article(model),
}];

const BOTH_WAYS: FooterKeys =
    FooterKeys::Of { commands: &[CommandName::NEXT_ARTICLE, CommandName::PREVIOUS_ARTICLE], between: "/" };

fn open_next(model: &mut Model) -> Vec<Effect> {
    let next = next_article(model).unwrap_or(model.documents.len());
    open(model, next)
}

fn open_previous(model: &mut Model) -> Vec<Effect> {
    match model.route.previous(model.current) {
        Some(index) => open(model, index),
        None => tell(model, lang::FIRST_ARTICLE),
    }
}

fn choose_article(model: &mut Model) -> Vec<Effect> {
    let documents = &model.documents;
    let picker = Picker::of_articles(documents.catalogue().clone(), documents.summaries(), model.current);
    model.open_prompt(Purpose::Articles, Some(picker));
    Vec::new()
}

/// Shows an article.
pub(in crate::workbench) fn open(model: &mut Model, index: usize) -> Vec<Effect> {
    if index >= model.documents.len() {
        let last = model.documents.is_complete();
        return tell(model, if last { lang::LAST_ARTICLE } else { lang::MORE_ARTICLES });
    }
    let untouched = !model.input.begun && model.document().is_none_or(|document| document.revision() == 0);
    model.route.visit(index, untouched);
    model.current = index;
    model.mode = Mode::Review;
    // Whoever comes back to an article sees it with what was learnt meanwhile.
    if let Some(document) = model.document_mut() {
        document.begin_visit();
    }
    let neighbours = neighbours(model);
    model.documents.drop_far_articles(index, neighbours);
    let mut effects = prepare_article(model);
    if model.document().is_some() {
        // It was read before it was wanted; its file may have changed since.
        effects.push(Effect::ReloadArticle { index, why: Reload::IfChanged });
    }
    effects.extend(wanted(model));
    effects
}

/// Prepares for another article on the screen: shows its note, and applies the filter and the find to it.
pub(in crate::workbench) fn prepare_article(model: &mut Model) -> Vec<Effect> {
    let note = model.document().and_then(|document| document.remark(None).note);
    if let Some(note) = note {
        model.tell(say::note(model.lang(), &note));
    }
    if model.search.filter.is_on() {
        refocus(model);
    }
    find_in_new_article(model)
}
