// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "endpoint/inspectionrules.h"
#include "signature/challengefindings.h"
#include "signature/signedparts.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// Everything that can be said about the signature of one delivery.
struct SignatureFindings {
    SignatureReport report;
    ProfilePtr profile; ///< null: not known
    std::vector<SignedPart> parts; ///< of the signed bytes; may be empty
    std::optional<Confirmation> confirmation;
    std::optional<ChallengeFindings> challenge;
    QString endpoint; ///< as a person knows it
    QStringList candidates; ///< the possible providers, by name and id
    QByteArray handedOver; ///< the secret that a challenge hands over; never shown
};

using InspectionRulesPtr = std::shared_ptr<const InspectionRules>;
/// Where the rules come from that a delivery is judged by; never gives null.
using RulesSource = std::function<InspectionRulesPtr()>;

/// Where the request of the attempt before a delivery comes from; null for the first. Called in any thread.
using EarlierSource = std::function<RequestPtr(DeliveryId)>;

/// \param before  the request of the attempt before; null: it is the first, or nobody knows
SignatureFindings findingsOf(const InspectionRules& rules, const Delivery& delivery, const Request* before = nullptr);

/// Works findings out in a thread of its own; the last call wins.
class SignatureWork final : public QObject {
    Q_OBJECT

public:
    explicit SignatureWork(QObject* parent = nullptr);

    /// Begins anew; the findings of what ran before do not come.
    /// \param earlier  may be empty
    void start(InspectionRulesPtr rules, std::shared_ptr<const Delivery> delivery, EarlierSource earlier = {});
    void stop();
    bool isRunning() const { return m_isRunning; }

signals:
    void finished(const hookloupe::SignatureFindings& findings);

private:
    QFutureWatcher<SignatureFindings> m_watcher;
    bool m_isRunning = false;
};

} // namespace hookloupe
