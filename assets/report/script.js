'use strict';
// Filters the articles, and shows which cue and speaker belong to a content. The report can be read without it.
const form = document.querySelector('.filters');
const articles = [...document.querySelectorAll('article')];
const shown = document.getElementById('shown');

const fold = text => text.normalize('NFKC').toLowerCase().replace(/[\u064b-\u065f\u0670\u0640]/g, '').replace(/[أإآٱ]/g, 'ا')
  .replace(/ى/g, 'ي').replace(/ة/g, 'ه');

function matches(article, wanted) {
  const data = article.dataset;
  const labels = (data.labels || '').split(' ');
  return (!wanted.status || (data.status || '').split(' ').includes(wanted.status))
    && (!wanted.label || labels.includes(wanted.label))
    && (!wanted.annotator || (data.annotators || '').split('\n').includes(wanted.annotator))
    && (!wanted.differs || 'differs' in data)
    && (!wanted.words || fold(article.textContent).includes(wanted.words));
}

function filter() {
  const wanted = Object.fromEntries(['status', 'label', 'annotator'].map(name => [name, form.elements[name]?.value]));
  wanted.words = fold(form.elements.words.value.trim());
  wanted.differs = form.elements.differs?.checked;
  let count = 0;
  for (const article of articles) {
    article.hidden = !matches(article, wanted);
    count += article.hidden ? 0 : 1;
  }
  shown.textContent = `${count} / ${articles.length}`;
  for (const name of ['quotes', 'pending']) {
    document.body.classList.toggle(`no-${name}`, !form.elements[name].checked);
  }
}

function link(event) {
  document.querySelectorAll('.linked').forEach(part => part.classList.remove('linked'));
  const part = event.target.closest?.('mark[data-f]');
  if (!part || event.type === 'mouseout' || event.type === 'focusout') { return; }
  const parts = part.closest('.text').querySelectorAll('mark[data-f]');
  parts.forEach(other => other.classList.toggle('linked', other.dataset.f === part.dataset.f));
}

form.hidden = false;
form.addEventListener('input', filter);
form.addEventListener('submit', event => event.preventDefault());
for (const kind of ['mouseover', 'mouseout', 'focusin', 'focusout']) { document.addEventListener(kind, link); }
filter();
