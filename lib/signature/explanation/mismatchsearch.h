// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/profile.h"
#include "profile/requestvalues.h"
#include "signature/verifier.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace hookloupe {

/// Undoes one mistake after the other and looks whether the signature holds then.
///
/// Bounded by MaxTrials digests (or public-key operations) and MaxBytes hashed, all of them together; a search that
/// runs out of them names nothing. Used once.
class MismatchSearch {
public:
    static constexpr int MaxTrials = 400;
    static constexpr qint64 MaxBytes = qint64(64) << 20;
    static constexpr qint64 MaxBodyBytes = qint64(8) << 20; ///< of longer bodies no variants are made

    struct Known {
        const std::vector<NamedSecret>& secrets;
        const std::vector<NamedSecret>& others; ///< of other endpoints and environments
        QByteArrayView previous; ///< the signature of the attempt before; empty without one
    };

    /// What is left to do of the trials and bytes; shared by the searches of one explanation.
    struct Budget {
        int trials = MaxTrials;
        qint64 bytes = MaxBytes;

        bool isSpent() const { return trials <= 0 || bytes <= 0; }
    };

    /// All arguments outlive the object.
    MismatchSearch(
        const Scheme& scheme, const Request& request, const RequestValues& values, const Known& known, Budget& budget);

    /// \return true when a cause was found
    bool run(QByteArrayView received);
    const QByteArray& cause() const { return m_cause; }
    /// The secret with which the signature held; empty where it is not one of the known ones.
    const QString& secretName() const { return m_secretName; }

private:
    bool isTry(const char* cause, const Scheme& scheme, const Request& request, const std::vector<NamedSecret>& secrets,
        const QByteArray& url = {});
    bool isTrySecret();
    bool isTrySignature(QByteArrayView received);
    bool isTryEncoding();
    bool isTryTags(QByteArrayView received);
    bool isTryHash();
    bool isTryTime();
    bool isTryTimeText(const char* cause, const Locator& place, const QByteArray& old, const QByteArray& text);
    bool isTryUrl();
    bool isTryBody();
    bool usesUrl() const;

    const Scheme& m_scheme;
    const Request& m_request;
    const RequestValues& m_values;
    const Known& m_known;
    Budget& m_budget;
    QByteArray m_cause;
    QString m_secretName;
};

} // namespace hookloupe
