// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responsedialog.h"

#include "delivery/delivery.h"
#include "http/requesthead.h"
#include "messages/errorsentences.h"
#include "messages/responsesentences.h"
#include "theme/attemptlook.h"
#include "theme/theme.h"
#include "theme/tones.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QVBoxLayout>

#include <array>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxDelayMs = 24 * 3600 * 1000;
constexpr std::array Faults { Fault::None, Fault::Timeout, Fault::Reset, Fault::Close, Fault::Truncate,
    Fault::Garbage };
constexpr auto TypeHeader = "Content-Type";

QString faultTitle(Fault fault)
{
    if (fault == Fault::None)
        return ResponseDialog::tr("None");
    return QString::fromLatin1(faultName(fault)) + u" \u2013 "_s + statusLook(responseState(200, fault)).word;
}

bool isFieldText(const QByteArray& value)
{
    return std::none_of(
        value.begin(), value.end(), [](char byte) { return byte == '\r' || byte == '\n' || byte == '\0'; });
}

} // namespace

ResponseDialog::ResponseDialog(const ResponseSequence& current, QWidget* parent)
    : QDialog(parent)
    , m_tabs(new QTabWidget(this))
    , m_verdict(new QLabel(this))
    , m_reaction(new QLabel(this))
{
    setObjectName(u"responseDialog"_s);
    setWindowTitle(tr("Response"));
    m_tabs->addTab(buildPlan(current.steps().front().plan), tr("One &response"));
    m_tabs->addTab(buildSequence(current), tr("&Sequence"));
    m_tabs->setCurrentIndex(current.isSinglePlan() ? 0 : 1);
    m_verdict->setObjectName(u"responseVerdict"_s);
    m_reaction->setObjectName(u"responseReaction"_s);
    for (QLabel* label : { m_verdict, m_reaction }) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMinimumHeight(label->fontMetrics().height() * 2);
        label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    }
    m_reaction->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_ok->setText(tr("&Use This Response"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(m_tabs, 1);
    auto* said = new QVBoxLayout;
    said->setSpacing(4);
    said->addWidget(m_verdict);
    said->addWidget(m_reaction);
    column->addLayout(said);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_tabs, &QTabWidget::currentChanged, this, &ResponseDialog::check);
    resize(560, 560);
    check();
}

QWidget* ResponseDialog::buildPlan(const ResponsePlan& plan)
{
    auto* page = new QWidget(this);
    auto* form = new QFormLayout(page);
    form->setContentsMargins(12, 12, 12, 12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_status = new QSpinBox(page);
    m_status->setObjectName(u"planStatus"_s);
    m_status->setRange(100, 999);
    m_status->setValue(plan.status);
    m_reason = new QLineEdit(QString::fromLatin1(plan.reason), page);
    m_reason->setObjectName(u"planReason"_s);
    m_fault = new QComboBox(page);
    m_fault->setObjectName(u"planFault"_s);
    for (const Fault fault : Faults)
        m_fault->addItem(faultTitle(fault), static_cast<int>(fault));
    m_fault->setCurrentIndex(m_fault->findData(static_cast<int>(plan.fault)));
    m_delayMs = new QSpinBox(page);
    m_delayMs->setObjectName(u"planDelay"_s);
    m_delayMs->setRange(0, MaxDelayMs);
    m_delayMs->setSingleStep(250);
    m_delayMs->setSuffix(tr(" ms"));
    m_delayMs->setGroupSeparatorShown(true);
    m_delayMs->setValue(static_cast<int>(plan.delay.count()));
    m_type = new QComboBox(page);
    m_type->setObjectName(u"planType"_s);
    m_type->setEditable(true);
    m_type->addItems(
        { QString(), u"application/json"_s, u"text/plain; charset=utf-8"_s, u"text/html"_s, u"application/xml"_s });
    m_headers = new QPlainTextEdit(page);
    m_headers->setObjectName(u"planHeaders"_s);
    m_headers->setPlaceholderText(tr("Retry-After: 5"));
    m_body = new QPlainTextEdit(QString::fromUtf8(plan.body), page);
    m_body->setObjectName(u"planBody"_s);
    QStringList lines;
    for (const auto& [name, value] : plan.headers) {
        if (equalsIgnoringCase(name, TypeHeader) && m_type->currentText().isEmpty())
            m_type->setCurrentText(QString::fromLatin1(value));
        else
            lines << QString::fromLatin1(name) + u": "_s + QString::fromLatin1(value);
    }
    m_headers->setPlainText(lines.join(u'\n'));
    for (QPlainTextEdit* edit : { m_headers, m_body }) {
        edit->setFont(fixedFontLike(font()));
        edit->setTabChangesFocus(true);
        connect(edit, &QPlainTextEdit::textChanged, this, &ResponseDialog::check);
    }
    m_headers->setMaximumHeight(m_headers->fontMetrics().height() * 5);
    form->addRow(tr("S&tatus"), m_status);
    form->addRow(tr("R&eason"), m_reason);
    form->addRow(tr("&Fault"), m_fault);
    form->addRow(tr("&Delay"), m_delayMs);
    form->addRow(tr("&Content type"), m_type);
    form->addRow(tr("&Headers"), m_headers);
    form->addRow(tr("&Body"), m_body);
    connect(m_status, &QSpinBox::valueChanged, this, &ResponseDialog::check);
    connect(m_delayMs, &QSpinBox::valueChanged, this, &ResponseDialog::check);
    connect(m_reason, &QLineEdit::textChanged, this, &ResponseDialog::check);
    connect(m_fault, &QComboBox::currentIndexChanged, this, &ResponseDialog::check);
    connect(m_type, &QComboBox::currentTextChanged, this, &ResponseDialog::check);
    return page;
}

QWidget* ResponseDialog::buildSequence(const ResponseSequence& current)
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(8);
    m_sequence = new QLineEdit(toText(current), page);
    m_sequence->setObjectName(u"sequenceText"_s);
    m_sequence->setFont(fixedFontLike(font()));
    auto* label = new QLabel(tr("Se&quence"), page);
    label->setBuddy(m_sequence);
    auto* hint = new QLabel(tr("Responses in turn for each message, separated by commas; the last one stays.\n\n"
                               "503x2,200\n    twice 503, then 200\n"
                               "429(retry-after=5),200\n    with a header\n"
                               "200(delay=2s,body=ok,type=text/plain)\n    late, with a body\n"
                               "timeout,reset,200\n    faults: timeout, reset, close, truncate, garbage"),
        page);
    hint->setTextFormat(Qt::PlainText);
    hint->setWordWrap(true);
    column->addWidget(label);
    column->addWidget(m_sequence);
    column->addWidget(hint);
    column->addStretch();
    connect(m_sequence, &QLineEdit::textChanged, this, &ResponseDialog::check);
    return page;
}

std::optional<HeaderList> ResponseDialog::readHeaders()
{
    HeaderList headers;
    const QByteArray type = m_type->currentText().trimmed().toLatin1();
    if (!type.isEmpty())
        headers.push_back({ TypeHeader, type });
    int number = 0;
    for (const QString& line : m_headers->toPlainText().split(u'\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const qsizetype colon = line.indexOf(u':');
        const QByteArray name = line.left(colon).trimmed().toLatin1();
        if (colon < 1 || !isToken(name)) {
            m_problem = tr("Header line %1: write Name: Value.").arg(number);
            return std::nullopt;
        }
        headers.push_back({ name, line.mid(colon + 1).trimmed().toLatin1() });
    }
    return headers;
}

std::optional<ResponseSequence> ResponseDialog::readPlan()
{
    ResponsePlan plan;
    plan.status = m_status->value();
    plan.reason = m_reason->text().trimmed().toLatin1();
    plan.fault = static_cast<Fault>(m_fault->currentData().toInt());
    plan.delay = std::chrono::milliseconds(m_delayMs->value());
    plan.body = m_body->toPlainText().toUtf8();
    const std::optional<HeaderList> headers = readHeaders();
    if (!headers)
        return std::nullopt;
    plan.headers = *headers;
    if (!isFieldText(plan.reason)) {
        m_problem = tr("The reason is one line of text.");
        return std::nullopt;
    }
    return ResponseSequence(plan);
}

std::optional<ResponseSequence> ResponseDialog::read()
{
    if (m_tabs->currentIndex() == 0)
        return readPlan();
    const auto parsed = parseResponseSequence(m_sequence->text());
    if (!parsed) {
        m_problem = sentenceOf(parsed.error());
        return std::nullopt;
    }
    return *parsed;
}

void ResponseDialog::check()
{
    if (!m_ok)
        return;
    const Fault fault = static_cast<Fault>(m_fault->currentData().toInt());
    for (QWidget* field : { static_cast<QWidget*>(m_status), static_cast<QWidget*>(m_reason) })
        field->setEnabled(hasStatus(fault));
    m_reason->setPlaceholderText(QString::fromLatin1(reasonPhrase(m_status->value())));
    m_problem.clear();
    m_valid = read();
    m_ok->setEnabled(m_valid.has_value());
    m_verdict->setText(m_valid ? QString(u"\u2713 "_s + meaningOf(*m_valid)) : QString(u"\u2715 "_s + m_problem));
    showReaction();
    tint();
}

void ResponseDialog::setOutlook(const ReactionOutlook& outlook)
{
    m_outlook = outlook;
    m_reaction->setVisible(outlook.isKnown());
    check();
}

/// Its place is kept while the input is wrong: nothing moves while somebody types.
void ResponseDialog::showReaction()
{
    const std::optional<Reaction> reaction = m_valid ? m_outlook.reactionToNext(*m_valid) : std::nullopt;
    m_reaction->setText(
        reaction ? QString(statusLook(reaction->kind).glyph + QChar(u' ') + m_outlook.sentence(*m_valid)) : QString());
    QPalette ink = palette();
    if (reaction)
        ink.setColor(QPalette::WindowText, toneColor(statusLook(reaction->kind).tone, palette()));
    m_reaction->setPalette(ink);
}

void ResponseDialog::tint()
{
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, toneColor(m_valid ? Tone::Ok : Tone::Danger, palette()));
    m_verdict->setPalette(ink);
}

ResponseSequence ResponseDialog::response() const
{
    return m_valid.value_or(ResponseSequence());
}

void ResponseDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_ok)
        check();
}

} // namespace hookloupe
