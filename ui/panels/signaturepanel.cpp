// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/signaturepanel.h"

#include "bytes/visibletext.h"
#include "signature/providerdialog.h"
#include "signature/shownsignature.h"
#include "signature/signaturefacts.h"
#include "signature/signaturesentences.h"
#include "signature/signedbytesview.h"
#include "theme/tones.h"
#include "widgets/factsheet.h"
#include "widgets/flowlayout.h"
#include "widgets/segmentedswitch.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

SignaturePanel::SignaturePanel(QWidget* parent)
    : DeliveryPanel(parent)
{
    QWidget* head = makeHead();
    QWidget* actions = makeActions();
    m_pages = new QStackedWidget(this);
    m_sheet = new FactSheet(m_pages);
    m_sheet->setObjectName(u"signatureSheet"_s);
    m_sheet->setAccessibleName(tr("What is known of the signature"));
    m_bytes = new SignedBytesView(m_pages);
    m_pages->addWidget(m_sheet);
    m_pages->addWidget(m_bytes);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(actions);
    column->addWidget(m_pages, 1);
    setFocusProxy(m_sheet);
    m_patience.setSingleShot(true);
    m_patience.setInterval(150ms);
    connect(&m_patience, &QTimer::timeout, this, &SignaturePanel::showChecking);
    connect(&m_work, &SignatureWork::finished, this, &SignaturePanel::takeFindings);
    connect(m_bytes, &SignedBytesView::rawWanted, this, &SignaturePanel::rawWanted);
    connect(m_view, &SegmentedSwitch::chosen, m_pages, &QStackedWidget::setCurrentIndex);
}

QWidget* SignaturePanel::makeHead()
{
    auto* head = new QWidget(this);
    m_headline = new QLabel(head);
    m_headline->setObjectName(u"signatureHeadline"_s);
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    QFont large = m_headline->font();
    large.setBold(true);
    if (large.pointSizeF() > 0)
        large.setPointSizeF(large.pointSizeF() * 1.15);
    m_headline->setFont(large);
    m_advice = new QLabel(head);
    m_advice->setObjectName(u"signatureAdvice"_s);
    m_advice->setTextFormat(Qt::PlainText);
    m_advice->setWordWrap(true);
    m_advice->setAccessibleName(tr("What the verdict means"));
    m_advice->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_why = new QPushButton(tr("&Why?"), head);
    m_why->setObjectName(u"signatureWhy"_s);
    m_why->setToolTip(tr("Opens the manual where it tells about this"));
    m_note = new QLabel(head);
    m_note->setObjectName(u"signatureNote"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->hide();
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_advice, 1);
    line->addWidget(m_why, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(8, 8, 8, 0);
    column->setSpacing(6);
    column->addWidget(m_headline);
    column->addLayout(line);
    column->addWidget(m_note);
    connect(m_why, &QPushButton::clicked, this, &SignaturePanel::openManual);
    return head;
}

QPushButton* SignaturePanel::addButton(QWidget* bar, const char* name, const QString& text)
{
    auto* button = new QPushButton(text, bar);
    button->setObjectName(QString::fromLatin1(name));
    button->setMinimumHeight(24);
    return button;
}

QWidget* SignaturePanel::makeActions()
{
    auto* bar = new QWidget(this);
    m_view = new SegmentedSwitch(tr("Show"), bar);
    m_view->setObjectName(u"signatureView"_s);
    m_view->addChoice(tr("Report"));
    m_view->addChoice(tr("Signed bytes"));
    m_secret = addButton(bar, "addSecret", tr("&Add a secret\u2026"));
    m_setting = addButton(bar, "enterSetting", tr("Setting\u2026"));
    m_provider = addButton(bar, "chooseProviderButton", tr("Choose &provider\u2026"));
    m_keep = addButton(bar, "keepSecret", tr("&Keep the secret\u2026"));
    m_keep->setToolTip(tr("The provider hands over the secret of later deliveries with this request"));
    m_copyAddress = addButton(bar, "copyAddress", tr("Copy a&ddress"));
    m_open = addButton(bar, "openAddress", tr("&Open in browser\u2026"));
    m_expected = addButton(bar, "showExpected", tr("S&how expected"));
    m_expected->setCheckable(true);
    m_expected->setToolTip(tr("Shows what the signature should read. Whoever sees it can forge this one request."));
    m_copy = addButton(bar, "copyReport", tr("&Copy report"));
    m_copy->setToolTip(tr("As text, without secrets and without the expected value"));
    m_endpoint = addButton(bar, "makeEndpoint", tr("Make an &endpoint\u2026"));
    m_endpoint->setToolTip(tr("Make an endpoint from this delivery"));
    auto* row = new FlowLayout(bar, 6, 6);
    row->setContentsMargins(8, 8, 8, 4);
    for (QWidget* each : std::initializer_list<QWidget*> {
             m_view, m_secret, m_setting, m_provider, m_keep, m_copyAddress, m_open, m_expected, m_copy, m_endpoint })
        row->addWidget(each);
    connect(m_secret, &QPushButton::clicked, this, [this] { emit secretWanted(m_delivery); });
    connect(m_setting, &QPushButton::clicked, this,
        [this] { emit settingWanted(m_delivery, m_findings.challenge->setting); });
    connect(m_endpoint, &QPushButton::clicked, this, [this] { emit endpointWanted(m_delivery); });
    connect(m_provider, &QPushButton::clicked, this, &SignaturePanel::chooseProvider);
    connect(m_keep, &QPushButton::clicked, this, [this] { emit secretOffered(m_delivery, m_findings.handedOver); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(reportText()); });
    connect(m_copyAddress, &QPushButton::clicked, this,
        [this] { QApplication::clipboard()->setText(QString::fromLatin1(m_findings.confirmation->url)); });
    connect(m_open, &QPushButton::clicked, this, &SignaturePanel::askToOpen);
    connect(m_expected, &QPushButton::toggled, this, [this](bool isShown) {
        m_isExpectedShown = isShown;
        updateSheet();
    });
    return bar;
}

void SignaturePanel::setRules(RulesSource rules)
{
    m_rules = std::move(rules);
}

void SignaturePanel::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
    updateNote();
    updateActions();
}

void SignaturePanel::updateNote()
{
    m_note->setVisible(m_isReadOnly);
    if (!m_isReadOnly || !m_delivery)
        return;
    const DeliveryFacts& facts = m_delivery->facts;
    const SignatureState stored
        = signatureState(facts.signature.verdict, facts.signature.freshness, !facts.challenge.isEmpty());
    m_note->setText(
        tr("Another Hookloupe writes this session. This is judged with the endpoints that it had when it was "
           "opened here, and with the secrets that are at hand here. Stored is: %1.")
            .arg(signaturePhrase(stored)));
}

void SignaturePanel::showDelivery(DeliveryPtr delivery)
{
    const bool isOther = !m_delivery || m_delivery->id != delivery->id;
    m_delivery = std::move(delivery);
    if (isOther) {
        m_isExpectedShown = false;
        m_expected->setChecked(false);
    }
    // What is shown stays for a moment, but nothing can be done to another delivery than this one.
    if (isOther)
        m_hasFindings = false;
    updateActions();
    updateNote();
    m_patience.start();
    m_work.start(m_rules ? m_rules() : std::make_shared<const InspectionRules>(), m_delivery, m_earlier);
}

void SignaturePanel::showChecking()
{
    if (m_hasFindings)
        return;
    m_headline->setText(tr("Checking\u2026"));
    m_headline->setPalette(palette());
    m_advice->clear();
    m_why->hide();
    m_sheet->setSections({});
    m_bytes->showContent({}, {}, tr("Checking\u2026"));
}

void SignaturePanel::takeFindings(const SignatureFindings& findings)
{
    m_patience.stop();
    m_findings = findings;
    m_hasFindings = true;
    updateHead();
    updateActions();
    updateSheet();
    m_bytes->showContent(findings.report.signedContent, findings.parts, missingBytesReason());
    const QByteArray& reason = findings.report.reason;
    if (!reason.isEmpty() && reason != m_delivery->facts.signature.reason)
        emit causeFound(m_delivery->id, reason);
}

QString SignaturePanel::missingBytesReason() const
{
    const Scheme* const scheme = m_findings.profile ? schemeOf(*m_findings.profile, m_findings.report.scheme) : nullptr;
    if (!scheme)
        return tr("Nothing is signed, as far as is known.");
    if (carriesSecret(*scheme))
        return tr("This scheme signs no bytes: the secret itself is sent.");
    if (scheme->algorithm == SignatureAlgorithm::Digest)
        return tr("The secret is a part of the signed bytes, so they are not shown.");
    return tr("It did not come so far that bytes were put together: see the checks in the report.");
}

void SignaturePanel::updateHead()
{
    const SignatureReport& report = m_findings.report;
    const DeliveryFacts& facts = m_delivery->facts;
    const StatusLook look = statusLook(signatureState(report.verdict, report.freshness, !facts.challenge.isEmpty()));
    m_headline->setText(look.glyph + u"\u2002"_s + signatureHeadline(report, facts));
    QPalette toned = palette();
    toned.setColor(QPalette::WindowText, toneColor(look.tone, palette()));
    m_headline->setPalette(toned);
    const QString advice = findingsAdvice(m_findings, facts);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    m_why->setVisible(!advice.isEmpty());
}

void SignaturePanel::updateActions()
{
    const Verdict verdict = m_findings.report.verdict;
    const bool isKnown = m_hasFindings && m_findings.profile;
    m_secret->setText(verdict == Verdict::Mismatch ? tr("&Try another secret\u2026") : tr("&Add a secret\u2026"));
    m_secret->setVisible(isKnown && isSecretOffered());
    const QByteArray setting = m_findings.challenge ? m_findings.challenge->setting : QByteArray();
    m_setting->setText(
        tr("&Set \u201C%1\u201D\u2026").arg(visibleLine(QByteArrayView(setting)).replace(u'&', u"&&"_s)));
    m_setting->setVisible(isKnown && !setting.isEmpty());
    m_keep->setVisible(isKnown && !m_findings.handedOver.isEmpty());
    m_copyAddress->setVisible(isKnown && m_findings.confirmation);
    m_open->setVisible(isKnown && m_findings.confirmation && m_findings.confirmation->method == "GET");
    m_expected->setVisible(isKnown && !m_findings.report.expected.isEmpty());
    m_copy->setEnabled(m_hasFindings);
    for (QPushButton* button : { m_secret, m_setting, m_provider, m_keep, m_endpoint })
        button->setEnabled(m_hasFindings && !m_isReadOnly);
}

/// A secret is of no use to a challenge that carries no signature and is answered without one.
bool SignaturePanel::isSecretOffered() const
{
    const Verdict verdict = m_findings.report.verdict;
    if (verdict == Verdict::Mismatch || verdict == Verdict::NoSecret)
        return true;
    if (const std::optional<ChallengeFindings>& challenge = m_findings.challenge)
        return challenge->outcome == ChallengeOutcome::NeedsSecret || challenge->isSignatureWrong;
    return verdict == Verdict::Missing || verdict == Verdict::Malformed;
}

void SignaturePanel::updateSheet()
{
    if (m_hasFindings)
        m_sheet->setSections(signatureSections(m_findings, *m_delivery, m_isExpectedShown));
}

QString SignaturePanel::reportText() const
{
    return m_hasFindings ? signatureReportText(m_findings, *m_delivery) : QString();
}

void SignaturePanel::chooseProvider()
{
    const InspectionRulesPtr rules = m_rules ? m_rules() : std::make_shared<const InspectionRules>();
    ProviderDialog dialog(rules->catalog(), m_delivery->facts.candidates, this);
    const DeliveryId id = m_delivery->id;
    if (dialog.exec() == QDialog::Accepted)
        emit providerChosen(id, dialog.provider());
}

void SignaturePanel::openManual()
{
    const QByteArray& reason = m_findings.report.reason;
    if (!causeSentence(reason).isEmpty())
        emit manualWanted(u"signature-causes.md"_s, QString::fromLatin1(reason));
    else
        emit manualWanted(u"signature-panel.md"_s, {});
}

void SignaturePanel::askToOpen()
{
    const Confirmation confirmation = *m_findings.confirmation;
    QMessageBox box(confirmation.isHostExpected ? QMessageBox::Question : QMessageBox::Warning, tr("Open in browser"),
        confirmation.isHostExpected
            ? tr("Open this address in the browser? That confirms the subscription at the provider.")
            : tr("The host of this address is none of those that the provider uses. Open it nevertheless?"),
        QMessageBox::Cancel, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(visibleLine(QByteArrayView(confirmation.url)));
    QPushButton* open = box.addButton(tr("Open"), QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    if (box.clickedButton() == open)
        emit addressWanted(confirmation.url);
}

void SignaturePanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_hasFindings)
        updateHead();
}

} // namespace hookloupe
