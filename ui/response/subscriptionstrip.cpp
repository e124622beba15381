// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/subscriptionstrip.h"

#include "theme/attemptlook.h"
#include "theme/tones.h"
#include "widgets/elidedlabel.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// Beyond this many it begins anew: a session that stops and goes on all day must not grow.
constexpr qsizetype MaxAnnounced = 1000;

StatusLook lookOf(SubscriptionNotice::Kind kind)
{
    switch (kind) {
    case SubscriptionNotice::Kind::Stopped:
        break;
    case SubscriptionNotice::Kind::NearStop:
        return { u'\u25B2', SubscriptionStrip::tr("near a stop"), Tone::Warning };
    case SubscriptionNotice::Kind::Contradicted:
        return { u'?', SubscriptionStrip::tr("contradicted"), Tone::Info };
    }
    return { statusLook(ReactionKind::Paused).glyph, SubscriptionStrip::tr("stopped"), Tone::Danger };
}

} // namespace

SubscriptionStrip::SubscriptionStrip(QWidget* parent)
    : QFrame(parent)
    , m_glyph(new QLabel(this))
    , m_text(new ElidedLabel(this))
    , m_details(new QPushButton(tr("Details"), this))
    , m_correct(new QPushButton(tr("Correct\u2026"), this))
{
    setObjectName(u"subscriptionStrip"_s);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 4, 12, 5);
    line->setSpacing(8);
    line->addWidget(m_glyph);
    line->addWidget(m_text, 1);
    line->addWidget(m_details);
    line->addWidget(m_correct);
    for (QPushButton* button : { m_details, m_correct })
        button->setMinimumHeight(24);
    m_text->setObjectName(u"subscriptionText"_s);
    m_details->setObjectName(u"subscriptionDetails"_s);
    m_details->setToolTip(tr("The story of this message, in the Message tab"));
    m_details->setAccessibleDescription(m_details->toolTip());
    m_correct->setObjectName(u"subscriptionCorrect"_s);
    m_correct->setToolTip(tr("Say how the provider sees this subscription, when you know better"));
    m_correct->setAccessibleDescription(m_correct->toolTip());
    connect(m_details, &QPushButton::clicked, this, &SubscriptionStrip::detailsWanted);
    connect(m_correct, &QPushButton::clicked, this, &SubscriptionStrip::correctionWanted);
    hide();
}

void SubscriptionStrip::showNotice(const std::optional<SubscriptionNotice>& notice)
{
    if (notice == m_notice)
        return;
    m_notice = notice;
    m_text->setText(notice ? notice->text : QString());
    setAccessibleName(m_text->text());
    updateLooks();
    setVisible(notice.has_value());
    announce();
}

void SubscriptionStrip::announce()
{
    if (!m_notice || m_announced.contains(m_notice->text))
        return;
    if (m_announced.size() >= MaxAnnounced)
        m_announced.clear();
    m_announced.insert(m_notice->text);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    emit announced(m_notice->text);
}

void SubscriptionStrip::setCorrectable(bool isCorrectable)
{
    m_correct->setEnabled(isCorrectable);
}

void SubscriptionStrip::updateLooks()
{
    if (!m_notice)
        return;
    const StatusLook look = lookOf(m_notice->kind);
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, toneColor(look.tone, palette()));
    m_glyph->setPalette(ink);
    m_glyph->setText(QString(look.glyph));
    m_glyph->setAccessibleName(look.word);
    update();
}

void SubscriptionStrip::paintEvent(QPaintEvent*)
{
    if (!m_notice)
        return;
    QPainter painter(this);
    const QColor tone = toneColor(lookOf(m_notice->kind).tone, palette());
    painter.fillRect(rect(), mixed(palette().color(QPalette::Window), tone, 0.09));
    painter.fillRect(0, 0, 3, height(), tone);
    painter.fillRect(0, height() - 1, width(), 1, hairline(palette()));
}

void SubscriptionStrip::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_correct)
        updateLooks();
}

} // namespace hookloupe
