"use strict";
(() => {
  // A finding's list, in the order of data.py.
  const [LEVEL, RULE, NAME, MESSAGE, PLACES, SUM, SHOULD, REMEDY, BASIS, PART, CELLS, SUSPECT, STATE, TWINS, WORD] =
    Array(15).keys();
  const TITLE = document.title;
  const $ = (id) => document.getElementById(id);
  let data = null;
  const loaded = () => (data = data || JSON.parse($("data").textContent));

  // Every text goes in as text: nothing that a report says is ever markup here.
  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    for (const child of children) if (child !== null && child !== "") node.append(child);
    return node;
  };

  const issue = (item, id) => {
    const texts = loaded().texts;
    const list = make("dl");
    const say = (name, value) => { if (value) list.append(make("dt", {}, name), make("dd", {}, value)); };
    const places = item[PLACES];
    if (places.length) say("位置", places.length === 1 ? places[0] : make("ul", {}, ...places.map((text) => make("li", {}, text))));
    say("计算", item[SUM]);
    say("应为", item[SHOULD]);
    say("怎么改", texts[item[REMEDY]]);
    say("依据", texts[item[BASIS]]);
    const state = item[STATE] < 0 ? null : make("span", {class: "badge state"}, texts[item[STATE]]);
    return make("article", {class: `issue ${item[LEVEL]}`, id, tabindex: "-1"},
      make("h4", {}, make("span", {class: `badge ${item[LEVEL]}`}, texts[item[WORD]]), state, item[MESSAGE], " ",
        make("span", {class: "rule"}, `${texts[item[RULE]]} ${texts[item[NAME]]}${item[TWINS]}`)), list);
  };

  const form = (table, report, marks) => {
    const body = make("tbody");
    let group = "";
    for (const [above, label, cells] of table.r) {
      if (above !== group) {
        group = above;
        if (group) body.append(make("tr", {class: "group"}, make("th", {colspan: table.h.length + 1, scope: "rowgroup"}, group)));
      }
      body.append(make("tr", {}, make("th", {scope: "row"}, label), ...cells.map((index) => {
        if (index < 0) return make("td");
        const text = String(report.c[index]);
        const mark = marks.get(index);
        if (!mark) return make("td", {}, text);
        const link = make("a", {href: mark.to, title: mark.why, "aria-label": `${text || "空白"}：${mark.why}`}, text || "空白");
        return make("td", {class: mark.suspect ? "marked suspect" : "marked"}, link);
      })));
    }
    const head = make("tr", {}, make("th", {scope: "col"}, "项目"), ...table.h.map((text) => make("th", {scope: "col"}, text)));
    return make("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": table.n},
      make("table", {class: "form"}, make("thead", {}, head), body));
  };

  const report = (own, page, place) => {
    const parts = [make("h3", {}, `${own.y === null ? "年度不明" : own.y + "年度"}　${own.f}`)];
    if (own.s) parts.push(make("p", {class: "note"}, own.s));
    if (!own.i.length) parts.push(make("p", {}, "没有列出问题。"));
    const marks = new Map();
    let part = -1;
    own.i.forEach((item, number) => {
      const to = `#/${page}/${place}-${number}`;
      for (const index of item[CELLS]) {
        const known = marks.get(index);
        const why = (known ? known.why + "；" : "") + item[MESSAGE];
        marks.set(index, {to: known ? known.to : to, why, suspect: (known && known.suspect) || index === item[SUSPECT]});
      }
      if (item[PART] !== part) {
        part = item[PART];
        parts.push(make("p", {class: "rule"}, loaded().texts[part]));
      }
      parts.push(issue(item, `i${place}-${number}`));
    });
    if (own.t && own.c.length) {
      for (const table of loaded().forms[own.t]) parts.push(make("h3", {}, table.n), form(table, own, marks));
      parts.push(make("p", {class: "note"}, "加框的格子与问题有关，▲ 是最可能填错的一格；× 报告里没有这一格，? 辨认不清。"));
    }
    return parts;
  };

  const bySection = (items) => items.map((item, at) => [item, at])
    .sort((a, b) => order(a[0]) - order(b[0]) || a[1] - b[1]).map((pair) => pair[0]);
  const order = (item) => ["引言", "第一部分", "第二部分", "第三部分", "第四部分", "第五部分", "第六部分", "全篇"].indexOf(loaded().texts[item[PART]]);

  const agency = (number) => {
    const own = loaded().agencies[number];
    const step = (to, text) => make("a", {href: `#/${to}`}, text);
    const bar = make("p", {class: "bar"}, make("a", {href: "#"}, "← 返回总的情况"),
      number > 0 ? step(number - 1, "上一个机关") : "", number + 1 < loaded().agencies.length ? step(number + 1, "下一个机关") : "");
    const print = make("button", {type: "button"}, "打印这一页");
    print.addEventListener("click", () => window.print());
    bar.append(print);
    const box = $("detail");
    own.r.forEach((each) => { each.i = bySection(each.i); });
    box.replaceChildren(bar, make("h2", {id: "who", tabindex: "-1"}, own.u),
      ...own.i.map((item, at) => issue(item, `g-${at}`)), ...own.r.flatMap((each, place) => report(each, number, place)));
    document.title = `${own.u} · ${TITLE}`;
  };

  let last = null;
  const show = () => {
    const found = /^#\/(\d+)(?:\/(\d+-\d+))?$/.exec(location.hash);
    const number = found ? Number(found[1]) : -1;
    const there = found && number < loaded().agencies.length;
    $("overview").hidden = Boolean(there);
    $("detail").hidden = !there;
    if (!there) {
      document.title = TITLE;
      if (last !== null) {
        const link = document.querySelector(`a[href="#/${last}"]`);
        if (link) link.focus();
      }
      last = null;
      return;
    }
    if (last !== number) agency(number);
    last = number;
    const target = found[2] ? $(`i${found[2]}`) : $("who");
    if (target) { target.focus(); target.scrollIntoView({block: found[2] ? "center" : "nearest"}); }
    if (!found[2]) window.scrollTo(0, 0);
  };
  window.addEventListener("hashchange", show);

  const rows = Array.from(document.querySelectorAll("#agencies tbody tr"));
  const names = rows.map((row) => row.firstElementChild.textContent);
  $("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim();
    let count = 0;
    rows.forEach((row, at) => { row.hidden = !names[at].includes(wanted); count += row.hidden ? 0 : 1; });
    $("found").textContent = wanted ? `${count} 个机关` : "";
  });

  const general = loaded().general;
  if (general.length) {
    $("general").hidden = false;
    general.forEach((item, at) => $("general").append(issue(item, `all-${at}`)));
  }
  show();
})();
