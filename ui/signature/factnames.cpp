// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/factnames.h"

#include "bytes/visibletext.h"

#include <QCoreApplication>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FactNames)
};

} // namespace

QString providerLabel(const ProfileCatalog& catalog, const QByteArray& id)
{
    const QString shownId = visibleLine(QByteArrayView(id));
    const ProfilePtr profile = catalog.find(id);
    return profile ? u"%1 (%2)"_s.arg(visibleLine(profile->name), shownId) : shownId;
}

QString endpointLabel(const InspectionRules& rules, EndpointId id)
{
    if (id == EndpointId {})
        return Words::tr("Every other request");
    const std::vector<ActiveEndpoint>& endpoints = rules.endpoints();
    const auto found = std::find_if(
        endpoints.begin(), endpoints.end(), [id](const ActiveEndpoint& active) { return active.endpoint.id == id; });
    if (found == endpoints.end())
        return Words::tr("one that is there no more (number %1)").arg(id.value);
    const Endpoint& endpoint = found->endpoint;
    const QString path = visibleLine(QByteArrayView(endpoint.path));
    const QString place = endpoint.method.isEmpty() ? path : visibleLine(QByteArrayView(endpoint.method)) + u' ' + path;
    return endpoint.name.isEmpty() ? place : u"%1 (%2)"_s.arg(visibleLine(endpoint.name), place);
}

} // namespace hookloupe
