// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/trial/trialpane.h"

#include "messages/quantities.h"
#include "profiles/trial/trialtext.h"
#include "theme/tones.h"
#include "widgets/factsheet.h"

#include <QComboBox>
#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

QString timeText(SystemTime time)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms).toString(u"HH:mm:ss.zzz"_s);
}

QString textOf(const DeliverySummary& summary)
{
    return QString(timeText(summary.receivedAt) + u"  "_s + shownBytes(summary.method) + u' '
        + shownBytes(summary.target.left(80)));
}

QString textOf(const Delivery& delivery)
{
    const Request& request = *delivery.request;
    return QString(timeText(request.times.lastByte) + u"  "_s + shownBytes(request.head.method()) + u' '
        + shownBytes(request.head.target().first(qMin<qsizetype>(request.head.target().size(), 80))));
}

QLineEdit* field(QWidget* parent, const char* name, const QString& placeholder)
{
    auto* made = new QLineEdit(parent);
    made->setObjectName(QString::fromLatin1(name));
    made->setPlaceholderText(placeholder);
    return made;
}

} // namespace

TrialPane::TrialPane(QWidget* parent)
    : QWidget(parent)
    , m_deliveries(new QComboBox(this))
    , m_secret(field(this, "trialSecret", tr("in memory alone")))
    , m_url(field(this, "trialUrl", tr("https://\u2026 as the provider knows it")))
    , m_params(field(this, "trialParams", tr("name=value name=value")))
    , m_fields(makeFields())
    , m_headline(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_facts(new FactSheet(this))
{
    m_headline->setObjectName(u"trialHeadline"_s);
    m_sentence->setObjectName(u"trialSentence"_s);
    for (QLabel* label : { m_headline, m_sentence }) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(12, 0, 12, 0);
    }
    QFont font = m_headline->font();
    font.setWeight(QFont::DemiBold);
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_headline->setFont(font);
    m_facts->setObjectName(u"trialFacts"_s);
    m_facts->setAccessibleName(tr("What the profile says about the delivery"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(m_fields);
    column->addSpacing(4);
    column->addWidget(m_headline);
    column->addWidget(m_sentence);
    column->addWidget(m_facts, 1);
    updateSelectedText();
    connect(m_deliveries, &QComboBox::activated, this, &TrialPane::choose);
    for (QLineEdit* edited : { m_secret, m_url, m_params })
        connect(edited, &QLineEdit::textChanged, this, &TrialPane::changed);
}

QGridLayout* TrialPane::makeFields()
{
    m_deliveries->setObjectName(u"trialDelivery"_s);
    m_deliveries->setAccessibleName(tr("Delivery that the profile is tried on"));
    m_deliveries->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_deliveries->setMinimumContentsLength(12);
    m_deliveries->addItem({});
    m_deliveries->installEventFilter(this);
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_secret->setClearButtonEnabled(true);
    m_secret->setAccessibleName(tr("Secret to try with"));
    m_secret->setToolTip(tr("Kept in memory alone, never stored, and forgotten with this window"));
    auto* grid = new QGridLayout;
    grid->setContentsMargins(12, 12, 12, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    addField(grid, tr("&Tried on"), m_deliveries);
    addField(grid, tr("S&ecret"), m_secret);
    addField(grid, tr("Public &URL"), m_url);
    addField(grid, tr("Sett&ings"), m_params);
    setFieldVisible(m_url, false);
    setFieldVisible(m_params, false);
    return grid;
}

void TrialPane::addField(QGridLayout* grid, const QString& name, QWidget* field)
{
    auto* label = new QLabel(name, this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field);
    const int row = grid->rowCount();
    grid->addWidget(label, row, 0);
    grid->addWidget(field, row, 1);
}

void TrialPane::setFieldVisible(QWidget* field, bool isVisible)
{
    field->setVisible(isVisible);
    for (QLabel* label : findChildren<QLabel*>(Qt::FindDirectChildrenOnly)) {
        if (label->buddy() == field)
            label->setVisible(isVisible);
    }
}

const std::shared_ptr<const Delivery>& TrialPane::delivery() const
{
    return m_chosen ? m_chosen : m_selected;
}

void TrialPane::updateSelectedText()
{
    m_deliveries->setItemText(
        0, m_selected ? tr("Selected: %1").arg(textOf(*m_selected)) : tr("None is selected in the main window"));
}

void TrialPane::setSelected(std::shared_ptr<const Delivery> delivery)
{
    m_selected = std::move(delivery);
    updateSelectedText();
    if (!m_chosen)
        emit changed();
}

void TrialPane::takeDelivery(std::shared_ptr<const Delivery> delivery)
{
    if (!delivery || delivery->id != m_wanted || m_wanted == DeliveryId())
        return;
    m_chosen = std::move(delivery);
    emit changed();
}

void TrialPane::setRecent(const std::vector<DeliverySummary>& recent)
{
    const QSignalBlocker blocker(m_deliveries);
    const QVariant current = m_deliveries->currentData();
    while (m_deliveries->count() > 1)
        m_deliveries->removeItem(1);
    for (const DeliverySummary& summary : recent)
        m_deliveries->addItem(textOf(summary), QVariant::fromValue(summary.id.value));
    const int index = current.isValid() ? m_deliveries->findData(current) : 0;
    if (index < 0 && m_chosen) {
        m_deliveries->addItem(textOf(*m_chosen), current);
        m_deliveries->setCurrentIndex(m_deliveries->count() - 1);
        return;
    }
    m_deliveries->setCurrentIndex(qMax(0, index));
}

void TrialPane::choose(int index)
{
    if (index <= 0) {
        m_wanted = {};
        m_chosen.reset();
        emit changed();
        return;
    }
    m_wanted = DeliveryId { m_deliveries->itemData(index).value<qint64>() };
    emit deliveryWanted(m_wanted);
}

void TrialPane::fill(TrialInput& input) const
{
    if (const std::shared_ptr<const Delivery>& tried = delivery()) {
        input.request = tried->request;
        input.arrivedAt = tried->request->times.lastByte;
    }
    if (!m_secret->text().isEmpty())
        input.secrets.push_back({ tr("the one entered here"), m_secret->text().toUtf8() });
    input.endpoint.publicUrl = m_url->text().trimmed().toUtf8();
    for (const QByteArray& pair : m_params->text().toUtf8().split(' ')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            input.endpoint.params.insert_or_assign(pair.left(equals), pair.mid(equals + 1));
    }
}

void TrialPane::showResult(const TrialResult& result)
{
    if (result.profile) {
        QStringList names;
        for (const QByteArray& name : result.params)
            names << QString::fromUtf8(name + "=\u2026");
        setFieldVisible(m_url, result.needsUrl);
        setFieldVisible(m_params, !names.isEmpty());
        m_params->setPlaceholderText(names.join(u' '));
    }
    const TrialWords words = wordsOf(result, !m_secret->text().isEmpty());
    m_tone = words.tone;
    m_headline->setText(QString(words.glyph + u"  "_s + words.headline));
    m_sentence->setText(words.sentence);
    m_sentence->setVisible(!words.sentence.isEmpty());
    const int scrolled = m_facts->verticalScrollBar()->value();
    m_facts->setSections(words.sections);
    m_facts->verticalScrollBar()->setValue(scrolled);
    updateHeadline();
}

QString TrialPane::headline() const
{
    return m_headline->text();
}

void TrialPane::focusFields()
{
    m_secret->setFocus(Qt::ShortcutFocusReason);
}

void TrialPane::forgetSecret()
{
    m_secret->clear();
}

void TrialPane::updateHeadline()
{
    QPalette palette = m_headline->palette();
    palette.setColor(QPalette::WindowText, toneColor(m_tone, this->palette()));
    m_headline->setPalette(palette);
}

void TrialPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateHeadline();
}

bool TrialPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_deliveries && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusIn))
        emit recentWanted();
    return QWidget::eventFilter(watched, event);
}

} // namespace hookloupe
