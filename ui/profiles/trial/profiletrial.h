// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/systemtime.h"
#include "http/request.h"
#include "profile/eventfacts.h"
#include "profile/profilecatalog.h"
#include "profile/text/jsonoutline.h"
#include "signature/verifier.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace hookloupe {

/// Something that is wrong in a profile's text, with its place.
struct ProfileProblem {
    QByteArray pointer; ///< empty: of the whole text
    QString detail; ///< one English sentence with the remedy
    qsizetype begin = 0; ///< bytes
    qsizetype end = 0;
    int line = 1;

    bool operator==(const ProfileProblem&) const = default;
};

/// A profile's text and the delivery that it is tried on.
struct TrialInput {
    QByteArray json;
    QByteArray currentId; ///< of the profile as it is in force; its rules are left out of the rivals
    RequestPtr request; ///< null: only the text is read
    SystemTime arrivedAt {};
    std::vector<NamedSecret> secrets;
    EndpointValues endpoint;
    std::shared_ptr<const ProfileCatalog> others; ///< may be null
};

/// What the recognition rules say.
struct TrialRecognition {
    std::vector<bool> rules; ///< whether each holds
    int weight = 0; ///< of the best that holds; 0: none
    QByteArrayList marks; ///< the locators of that one
    std::vector<QString> stronger; ///< names of other profiles that fit better
    std::vector<QString> equal; ///< and of those that fit as well
};

/// What came of it.
struct TrialResult {
    std::vector<ProfileProblem> problems;
    ProfilePtr profile; ///< null when there are problems
    RequestPtr request;
    SignatureReport report;
    EventFacts event;
    TrialRecognition recognition;
    QByteArray challenge; ///< its name; empty: the request is none
    /// What the locators and templates of the text give, by their JSON pointers; nothing: the value is absent.
    std::map<QByteArray, std::optional<QByteArray>> values;
    bool needsUrl = false; ///< a scheme signs the URL
    QByteArrayList params; ///< settings that the schemes ask for beside the secret
};

/// Reads the text and tries it. A pure function; runs in any thread. Never throws, whatever the text and the request.
TrialResult tryProfile(const TrialInput& input);

/// What is wrong in a text, with the places; nothing where the reader accepts it.
std::vector<ProfileProblem> profileProblems(const QByteArray& json);

} // namespace hookloupe
