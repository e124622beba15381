// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/profileform.h"

#include "profiles/form/rulecard.h"
#include "profiles/form/schemesection.h"
#include "theme/tones.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// What the form has fields for; all else is only in the JSON text.
bool hasFields(const QByteArray& key)
{
    static constexpr std::array Known { "$schema", "id", "name", "evidence", "sources", "notes", "recognize", "schemes",
        "event", "assumed" };
    return std::find(Known.begin(), Known.end(), key) != Known.end();
}

QLabel* wrapped(QWidget* parent, const char* name)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

ProfileForm::ProfileForm(ProfileDocument& document, std::function<RequestPtr()> request, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_request(std::move(request))
    , m_pages(new QStackedLayout(this))
{
    m_pages->addWidget(makeFields());
    m_pages->addWidget(makeBroken());
    connect(&m_document, &ProfileDocument::textChanged, this, &ProfileForm::load);
    connect(m_schemes, &SchemeSection::turned, this, [this] { m_schemes->showTrial(m_trial); });
    load();
}

QWidget* ProfileForm::makeFields()
{
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"profileForm"_s);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(18);
    m_sections.push_back(makeIdentity(content));
    m_schemes = new SchemeSection(m_document, m_request, content);
    m_sections.push_back(m_schemes);
    m_sections.push_back(makeEvent(content));
    column->addWidget(m_sections[0]);
    column->addWidget(makeRules(content));
    column->addWidget(m_sections[1]);
    column->addWidget(m_sections[2]);
    m_assumed = wrapped(content, "profileAssumed");
    m_others = wrapped(content, "profileOthers");
    column->addWidget(m_assumed);
    column->addWidget(m_others);
    column->addStretch(1);
    scroll->setWidget(content);
    return scroll;
}

FormSection* ProfileForm::makeIdentity(QWidget* parent)
{
    auto* section = new FormSection(tr("Profile"), parent);
    section->add(new TextLine(m_document, "/id", tr("Id"), { .isRequired = true, .placeholder = u"acme"_s }, section));
    section->add(
        new TextLine(m_document, "/name", tr("Name"), { .isRequired = true, .placeholder = u"Acme"_s }, section));
    section->add(new WordLine(m_document, "/evidence", tr("Evidence"),
        { { "read", tr("read: an official page or test") }, { "cited", tr("cited: the page is known, not read") },
            { "general", tr("general: neither") } },
        section));
    section->add(new TextLine(m_document, "/sources", tr("Sources"),
        { .isList = true, .placeholder = u"https://docs.acme.example/webhooks"_s }, section));
    section->add(new TextLine(m_document, "/notes", tr("Notes"), {}, section));
    return section;
}

FormSection* ProfileForm::makeEvent(QWidget* parent)
{
    auto* section = new FormSection(tr("Event"), parent);
    const std::pair<const char*, QString> facts[] { { "/event/id", tr("Event id") }, { "/event/type", tr("Type") },
        { "/event/time", tr("Event time") }, { "/event/resource", tr("Resource") } };
    for (const auto& [pointer, name] : facts)
        section->add(new TextLine(m_document, pointer, name,
            { .pick = TextLine::Pick::Locator, .isList = true, .placeholder = u"json:/\u2026"_s, .request = m_request },
            section));
    return section;
}

QWidget* ProfileForm::makeRules(QWidget* parent)
{
    auto* section = new FormSection(tr("Recognition: any rule is enough, the highest weight wins"), parent);
    m_ruleColumn = new QVBoxLayout;
    m_ruleColumn->setSpacing(10);
    m_addRule = new QPushButton(tr("Add Rule"), section);
    m_addRule->setObjectName(u"ruleAdd"_s);
    auto* column = qobject_cast<QVBoxLayout*>(section->layout());
    column->addLayout(m_ruleColumn);
    column->addWidget(m_addRule, 0, Qt::AlignLeft);
    connect(m_addRule, &QPushButton::clicked, this, &ProfileForm::addRule);
    return section;
}

QWidget* ProfileForm::makeBroken()
{
    auto* page = new QWidget(this);
    m_brokenText = wrapped(page, "formBroken");
    m_brokenText->setAlignment(Qt::AlignCenter);
    auto* go = new QPushButton(tr("Go There"), page);
    go->setObjectName(u"formBrokenGo"_s);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 24, 24, 24);
    column->addStretch(1);
    column->addWidget(m_brokenText);
    column->addWidget(go, 0, Qt::AlignHCenter);
    column->addStretch(2);
    connect(go, &QPushButton::clicked, this, [this] { emit placeRequested({}); });
    return page;
}

void ProfileForm::load()
{
    if (!m_document.isObject()) {
        m_brokenText->setText(tr("The text is no whole JSON object at the moment, so there are no fields to show. "
                                 "Mend it on the JSON side; the fields come back by themselves."));
        m_pages->setCurrentIndex(1);
        return;
    }
    for (FormSection* section : m_sections)
        section->load();
    loadRules();
    loadOthers();
    m_pages->setCurrentIndex(0);
}

void ProfileForm::loadRules()
{
    const JsonOutline::Node* const rules = m_document.outline().find("/recognize");
    const std::size_t count = rules ? rules->children.size() : 0;
    while (m_rules.size() > count) {
        m_rules.back()->hide();
        m_rules.back()->deleteLater();
        m_rules.pop_back();
    }
    while (m_rules.size() < count) {
        m_rules.push_back(
            new RuleCard(m_document, static_cast<int>(m_rules.size()), m_request, m_addRule->parentWidget()));
        m_ruleColumn->addWidget(m_rules.back());
    }
    for (RuleCard* rule : m_rules)
        rule->load();
    m_addRule->setEnabled(!m_document.isReadOnly());
}

void ProfileForm::addRule()
{
    const QByteArray rule = "{\"when\": {\"has\": \"header:X-Signature\"}, \"weight\": 50}";
    const JsonOutline::Node* const rules = m_document.outline().find("/recognize");
    if (rules)
        m_document.apply(withValue(
            m_document.outline(), QByteArray("/recognize/" + QByteArray::number(rules->children.size())), rule));
    else
        m_document.apply(withValue(m_document.outline(), "/recognize", '[' + rule + ']'));
}

void ProfileForm::loadOthers()
{
    const JsonOutline& outline = m_document.outline();
    QStringList keys;
    for (std::size_t i = 0; i < outline.nodes().front().children.size(); ++i) {
        const QByteArray key = outline.child(outline.nodes().front(), i).step;
        if (!hasFields(key))
            keys << QString::fromUtf8(key);
    }
    m_others->setText(tr("Also in the file, and left as it is: %1. The JSON side shows it.").arg(keys.join(u", "_s)));
    m_others->setVisible(!keys.isEmpty());
    QStringList assumed;
    for (const QByteArray& pointer : stringsAt(outline, "/assumed"))
        assumed << QString::fromUtf8(pointer);
    m_assumed->setText(tr("Assumed, since no document states it: %1").arg(assumed.join(u", "_s)));
    m_assumed->setVisible(!assumed.isEmpty());
}

void ProfileForm::focusFirst()
{
    m_sections.front()->focusFirst();
}

void ProfileForm::showTrial(const TrialResult& result)
{
    m_trial = result;
    for (FormSection* section : m_sections)
        section->showTrial(result);
    for (RuleCard* rule : m_rules)
        rule->showTrial(result);
}

} // namespace hookloupe
