// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signaturefacts.h"

#include "bytes/visibletext.h"
#include "signature/shownsignature.h"
#include "signature/signaturesentences.h"

#include <QCoreApplication>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostShown = 1000; ///< characters of a received or expected value

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SignatureFacts)
};

QString shown(const QByteArray& bytes)
{
    const QString text = visibleLine(QByteArrayView(bytes).first(std::min(bytes.size(), MostShown)));
    return bytes.size() > MostShown ? text + u'\u2026' : text;
}

Fact judged(const QString& label, const QString& value, QChar glyph, Tone tone)
{
    Fact fact { label, value };
    fact.glyph = glyph;
    fact.tone = tone;
    return fact;
}

FactSection statements(const SignatureFindings& findings)
{
    const SignatureReport& report = findings.report;
    const Scheme* const scheme = findings.profile ? schemeOf(*findings.profile, report.scheme) : nullptr;
    std::chrono::seconds tolerance { 0 };
    if (scheme)
        tolerance = scheme->time ? scheme->time->tolerance : scheme->issuedAtTolerance;
    const StatusLook verdict = statusLook(signatureState(report.verdict, Freshness::NotChecked));
    const bool isStale = report.freshness == Freshness::Stale;
    const bool isFresh = report.freshness == Freshness::Fresh;
    FactSection section;
    section.facts.push_back(
        judged(Words::tr("Authenticity"), authenticitySentence(report), verdict.glyph, verdict.tone));
    section.facts.push_back(judged(Words::tr("Freshness"), freshnessSentence(report, tolerance),
        isStale       ? u'\u25F7'
            : isFresh ? u'\u2713'
                      : u'\u2013',
        isStale       ? Tone::Warning
            : isFresh ? Tone::Ok
                      : Tone::Neutral));
    if (!report.scheme.isEmpty())
        section.facts.push_back(judged(Words::tr("Coverage"), coverageSentence(report),
            report.isBodyCovered ? u'\u2713' : u'!', report.isBodyCovered ? Tone::Ok : Tone::Warning));
    return section;
}

FactSection details(const SignatureFindings& findings, const Delivery& delivery, bool isExpectedShown)
{
    const SignatureReport& report = findings.report;
    FactSection section { Words::tr("How it was checked"), {} };
    if (findings.profile)
        section.facts.push_back(
            { Words::tr("Provider"), u"%1 (%2)"_s.arg(visibleLine(findings.profile->name), shown(findings.profile->id)),
                originSentence(delivery.facts.origin) });
    for (const QString& candidate : findings.candidates)
        section.facts.push_back({ Words::tr("Possible"), candidate });
    section.facts.push_back({ Words::tr("Endpoint"), findings.endpoint });
    const Scheme* const scheme = findings.profile ? schemeOf(*findings.profile, report.scheme) : nullptr;
    if (scheme)
        section.facts.push_back({ Words::tr("Scheme"), algorithmName(*scheme),
            report.isSchemeUndocumented ? Words::tr("%1, accepted but not documented").arg(shown(report.scheme))
                                        : Words::tr("%1, documented").arg(shown(report.scheme)) });
    if (!report.secretName.isEmpty())
        section.facts.push_back({ Words::tr("Secret"), visibleLine(report.secretName) });
    if (findings.profile && !report.received.isEmpty())
        section.facts.push_back({ Words::tr("Received"), shown(receivedToShow(report, *findings.profile)), {}, true });
    if (!report.expected.isEmpty())
        section.facts.push_back({ Words::tr("Expected"),
            isExpectedShown ? shown(report.expected) : Words::tr("(hidden)"), {}, isExpectedShown });
    return section;
}

FactSection checks(const SignatureReport& report)
{
    FactSection section { Words::tr("Checks"), {} };
    for (const SignatureCheck& check : report.checks) {
        const bool isPassed = check.outcome == SignatureCheck::Outcome::Passed;
        const bool isFailed = check.outcome == SignatureCheck::Outcome::Failed;
        section.facts.push_back(judged({}, visibleLine(check.detail),
            isPassed       ? u'\u2713'
                : isFailed ? u'\u2715'
                           : u'\u2013',
            isPassed       ? Tone::Ok
                : isFailed ? Tone::Danger
                           : Tone::Neutral));
    }
    return section;
}

FactSection confirmation(const SignatureFindings& findings)
{
    FactSection section { Words::tr("Confirmation by hand"), {} };
    if (!findings.confirmation)
        return section;
    const Confirmation& found = *findings.confirmation;
    section.facts.push_back({ Words::tr("Address"), shown(found.url),
        found.isAlternative
            ? Words::tr("%1; only needed where the answer did not confirm already").arg(shown(found.method))
            : shown(found.method),
        true });
    if (!found.isHostExpected)
        section.facts.push_back(judged({},
            Words::tr("The host is none of those that the provider uses. Anybody can send such a request: do not open "
                      "it unless you know better."),
            u'!', Tone::Warning));
    return section;
}

void addFacts(QString& text, const FactSection& section)
{
    if (section.facts.empty())
        return;
    text += u'\n';
    if (!section.title.isEmpty())
        text += section.title + u'\n';
    for (const Fact& fact : section.facts) {
        const QString label = fact.label.isEmpty() ? QString() : fact.label + u": "_s;
        const QString mark = fact.glyph.isNull() ? QString() : fact.glyph + u" "_s;
        const QString note = fact.note.isEmpty() ? QString() : u" ("_s + fact.note + u')';
        text += u"  "_s + label + mark + fact.value + note + u'\n';
    }
}

} // namespace

std::vector<FactSection> signatureSections(
    const SignatureFindings& findings, const Delivery& delivery, bool isExpectedShown)
{
    return { statements(findings), confirmation(findings), details(findings, delivery, isExpectedShown),
        checks(findings.report) };
}

QString signatureReportText(const SignatureFindings& findings, const Delivery& delivery)
{
    const Request& request = *delivery.request;
    QString text = signatureHeadline(findings.report, delivery.facts) + u'\n';
    const QString advice = findingsAdvice(findings, delivery.facts);
    if (!advice.isEmpty())
        text += advice + u'\n';
    // The query may hold a token, so it stays out.
    const QByteArrayView target = request.head.target();
    const qsizetype question = target.indexOf('?');
    text += Words::tr("Delivery %1: %2 %3")
                .arg(QString::number(delivery.id.value), visibleLine(request.head.method()),
                    visibleLine(question < 0 ? target : target.first(question)))
        + u'\n';
    SignatureFindings told = findings;
    told.report.expected.clear();
    told.confirmation.reset();
    for (const FactSection& section : signatureSections(told, delivery, false))
        addFacts(text, section);
    return text;
}

QString findingsAdvice(const SignatureFindings& findings, const DeliveryFacts& facts)
{
    if (!findings.challenge)
        return signatureAdvice(findings.report, facts);
    QStringList sentences { Words::tr("It is no event: the provider asks whether this address is yours."),
        challengeSentence(*findings.challenge) };
    if (findings.confirmation && !findings.confirmation->isAlternative)
        sentences << Words::tr("The provider then waits until somebody opens the address below.");
    if (!findings.report.reason.isEmpty())
        sentences << signatureAdvice(findings.report, facts);
    return sentences.join(u' ');
}

} // namespace hookloupe
