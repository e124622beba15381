// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/rulecard.h"

#include "profiles/form/locatorpicker.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QToolButton* button(QWidget* parent, const QString& text, const QString& hint)
{
    auto* made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(hint);
    made->setAccessibleName(hint);
    made->setAutoRaise(true);
    made->setMinimumSize(24, 24);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

void setInk(QWidget* widget, const QColor& ink)
{
    QPalette palette = widget->palette();
    palette.setColor(QPalette::WindowText, ink);
    widget->setPalette(palette);
}

} // namespace

RuleCard::RuleCard(ProfileDocument& document, int rule, std::function<RequestPtr()> request, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_pointer("/recognize/" + QByteArray::number(rule))
    , m_rule(rule)
    , m_request(std::move(request))
    , m_state(new QLabel(this))
    , m_column(new QVBoxLayout(this))
    , m_markColumn(new QVBoxLayout)
    , m_weight(new NumberLine(document, m_pointer + "/weight", tr("Weight"), { 1, 100, 1, {} }, this))
    , m_add(button(this, tr("+ Mark"), tr("Add a mark to rule %1").arg(rule + 1)))
    , m_drop(button(this, tr("Remove Rule"), tr("Remove rule %1").arg(rule + 1)))
    , m_problem(new QLabel(this))
{
    m_state->setTextFormat(Qt::PlainText);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* foot = new QHBoxLayout;
    foot->setSpacing(6);
    foot->addWidget(m_add);
    foot->addWidget(m_weight->label());
    foot->addWidget(m_weight);
    foot->addStretch(1);
    foot->addWidget(m_state);
    foot->addWidget(m_drop);
    m_markColumn->setSpacing(4);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_column->addLayout(m_markColumn);
    m_column->addWidget(m_problem);
    m_column->addLayout(foot);
    connect(m_add, &QToolButton::clicked, this, [this] {
        addMark();
        updateKinds();
        m_marks.back().locator->setFocus();
    });
    connect(m_drop, &QToolButton::clicked, this, [this] { m_document.remove(m_pointer); });
}

void RuleCard::addMark()
{
    Mark mark;
    mark.frame = new QWidget(this);
    mark.kind = new QComboBox(mark.frame);
    mark.kind->addItems({ tr("has"), tr("has not"), tr("equals") });
    mark.kind->setAccessibleName(tr("Kind of the mark"));
    mark.locator = new QLineEdit(mark.frame);
    mark.locator->setFont(fixedFontLike(font()));
    mark.locator->setPlaceholderText(u"header:X-Acme-Signature"_s);
    mark.locator->setAccessibleName(tr("Locator of the mark"));
    mark.locator->setObjectName(u"mark%1.%2"_s.arg(m_rule).arg(static_cast<int>(m_marks.size())));
    mark.text = new QLineEdit(mark.frame);
    mark.text->setPlaceholderText(tr("exact value"));
    mark.text->setAccessibleName(tr("Value of the mark"));
    mark.remove = button(mark.frame, u"\u2715"_s, tr("Remove this mark"));
    mark.pick = button(mark.frame, tr("Pick"), tr("Pick a value of the delivery"));
    auto* row = new QHBoxLayout(mark.frame);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(mark.kind);
    row->addWidget(mark.locator, 3);
    row->addWidget(mark.text, 2);
    row->addWidget(mark.pick);
    row->addWidget(mark.remove);
    m_markColumn->addWidget(mark.frame);
    connect(mark.pick, &QToolButton::clicked, this, [this, field = mark.locator] { pick(field); });
    connectMark(mark);
    m_marks.push_back(mark);
}

void RuleCard::connectMark(const Mark& mark)
{
    connect(mark.kind, &QComboBox::activated, this, [this] {
        updateKinds();
        write();
    });
    connect(mark.locator, &QLineEdit::textEdited, this, &RuleCard::write);
    connect(mark.text, &QLineEdit::textEdited, this, &RuleCard::write);
    connect(mark.remove, &QToolButton::clicked, this, [this, frame = mark.frame] {
        removeMark(frame);
        write();
    });
}

void RuleCard::removeMark(const QWidget* frame)
{
    const auto found
        = std::find_if(m_marks.begin(), m_marks.end(), [frame](const Mark& mark) { return mark.frame == frame; });
    if (found == m_marks.end())
        return;
    found->frame->hide();
    found->frame->deleteLater();
    m_marks.erase(found);
}

void RuleCard::updateKinds()
{
    for (const Mark& mark : m_marks) {
        mark.text->setVisible(mark.kind->currentIndex() == Equals);
        mark.locator->setReadOnly(m_document.isReadOnly());
        mark.text->setReadOnly(m_document.isReadOnly());
        mark.kind->setEnabled(!m_document.isReadOnly());
        mark.pick->setEnabled(!m_document.isReadOnly());
        mark.remove->setEnabled(!m_document.isReadOnly());
    }
    m_add->setEnabled(!m_document.isReadOnly());
    m_drop->setEnabled(!m_document.isReadOnly());
}

std::vector<RuleCard::Content> RuleCard::shown() const
{
    std::vector<Content> contents;
    for (const Mark& mark : m_marks) {
        if (!mark.locator->text().isEmpty())
            contents.push_back({ static_cast<Kind>(mark.kind->currentIndex()), mark.locator->text().toUtf8(),
                mark.kind->currentIndex() == Equals ? mark.text->text().toUtf8() : QByteArray() });
    }
    std::stable_sort(contents.begin(), contents.end(),
        [](const Content& left, const Content& right) { return left.kind < right.kind; });
    return contents;
}

std::vector<RuleCard::Content> RuleCard::inDocument() const
{
    const JsonOutline& outline = m_document.outline();
    std::vector<Content> contents;
    for (const QByteArray& locator : stringsAt(outline, QByteArray(m_pointer + "/when/has")))
        contents.push_back({ Has, locator, {} });
    for (const QByteArray& locator : stringsAt(outline, QByteArray(m_pointer + "/when/not")))
        contents.push_back({ HasNot, locator, {} });
    const JsonOutline::Node* const equals = outline.find(QByteArray(m_pointer + "/when/equals"));
    for (std::size_t i = 0; equals && i < equals->children.size(); ++i) {
        const JsonOutline::Node& member = outline.child(*equals, i);
        const bool isString = member.kind == JsonOutline::Kind::String;
        contents.push_back({ Equals, member.step, isString ? unquotedJson(outline.raw(member)) : outline.raw(member) });
    }
    return contents;
}

void RuleCard::load()
{
    m_weight->load();
    const std::vector<Content> wanted = inDocument();
    if (wanted != shown() || m_marks.empty()) {
        while (m_marks.size() > std::max<std::size_t>(1, wanted.size()))
            removeMark(m_marks.back().frame);
        while (m_marks.size() < std::max<std::size_t>(1, wanted.size()))
            addMark();
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            m_marks[i].kind->setCurrentIndex(wanted[i].kind);
            m_marks[i].locator->setText(QString::fromUtf8(wanted[i].locator));
            m_marks[i].text->setText(QString::fromUtf8(wanted[i].text));
        }
    }
    updateKinds();
}

void RuleCard::pick(QLineEdit* field)
{
    const RequestPtr request = m_request();
    if (!request || m_document.isReadOnly())
        return;
    auto* picker = new LocatorPicker(*request, this);
    connect(picker, &LocatorPicker::picked, this, [this, field = QPointer(field)](const QByteArray& locator) {
        if (!field)
            return;
        field->setText(QString::fromUtf8(locator));
        write();
    });
    picker->openBelow(field);
}

void RuleCard::writeList(const char* key, Kind kind, const std::vector<Content>& contents)
{
    QByteArrayList locators;
    for (const Content& content : contents) {
        if (content.kind == kind)
            locators.append(content.locator);
    }
    const QByteArray pointer = m_pointer + "/when/" + key;
    if (stringsAt(m_document.outline(), pointer) != locators)
        m_document.apply(withStrings(m_document.outline(), pointer, locators));
}

void RuleCard::writeEquals(const std::vector<Content>& contents)
{
    QByteArrayList members;
    for (const Content& content : contents) {
        if (content.kind == Equals)
            members.append(quotedJson(content.locator) + ": " + quotedJson(content.text));
    }
    const QByteArray pointer = m_pointer + "/when/equals";
    if (members.isEmpty())
        m_document.apply(withoutValue(m_document.outline(), pointer));
    else
        m_document.apply(withValue(m_document.outline(), pointer, '{' + members.join(", ") + '}'));
}

void RuleCard::write()
{
    const std::vector<Content> contents = shown();
    const std::vector<Content> old = inDocument();
    const auto only = [](const std::vector<Content>& all, Kind kind) {
        std::vector<Content> some;
        std::copy_if(all.begin(), all.end(), std::back_inserter(some),
            [kind](const Content& content) { return content.kind == kind; });
        return some;
    };
    writeList("has", Has, contents);
    writeList("not", HasNot, contents);
    if (only(contents, Equals) != only(old, Equals))
        writeEquals(contents);
}

void RuleCard::showTrial(const TrialResult& result)
{
    m_weight->showTrial(result);
    QStringList told;
    for (const ProfileProblem& problem : result.problems) {
        if (problem.pointer == m_pointer || problem.pointer.startsWith(QByteArray(m_pointer + "/when")))
            told << problem.detail;
    }
    m_problem->setText(told.isEmpty() ? QString() : QString(u"\u2715 "_s + told.join(u"\n\u2715 "_s)));
    m_problem->setVisible(!told.isEmpty());
    setInk(m_problem, toneColor(Tone::Danger, palette()));
    const auto index = static_cast<std::size_t>(m_rule);
    const bool isKnown = result.profile && result.request && index < result.recognition.rules.size();
    const bool holdsHere = isKnown && result.recognition.rules[index];
    m_state->setText(!isKnown ? QString() : holdsHere ? tr("\u2713 holds here") : tr("\u2013 does not hold here"));
    setInk(m_state, toneColor(holdsHere ? Tone::Ok : Tone::Neutral, palette()));
}

} // namespace hookloupe
