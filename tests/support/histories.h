// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "base/endpointid.h"
#include "base/systemtime.h"
#include "delivery/tracking/messagekeys.h"
#include "http/request.h"
#include "http/response.h"
#include "profile/profilecatalog.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace hookloupe::test {

/// One line of a history: a delivery, what was answered, and what is to be said of it.
struct HistoryLine {
    int number = 0; ///< of the line in its file
    SystemTime arrivedAt {};
    ProfilePtr profile;
    EndpointId endpoint;
    Request request;
    Response response;
    QString expected;
};

/// A history of tests/data/histories; see the README there for how it is written.
struct History {
    QString name;
    std::vector<HistoryLine> lines;
    QString error; ///< what is wrong with the file; empty: nothing
};

/// All of them, by name.
std::vector<History> histories(const ProfileCatalog& catalog);

/// The moment at which every history begins.
SystemTime historyBegin();

/// "90s", "1h5m", "2d": nothing for another text.
std::optional<std::chrono::milliseconds> historyDuration(const QString& text);

/// A request made from a sample of the profile, with some of its values replaced.
/// \param sample  index in the profile's samples
/// \param edits   LOCATOR=VALUE; an empty value removes
Request sampleRequest(const Profile& profile, qsizetype sample, const QStringList& edits);

/// The keys of a request, with the facts of its event.
MessageKeys keysOf(const Profile* profile, const Request& request, EndpointId endpoint = {});

} // namespace hookloupe::test
