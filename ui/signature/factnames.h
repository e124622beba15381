// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/inspectionrules.h"

#include <QByteArray>
#include <QString>

namespace hookloupe {

/// "Stripe (stripe)"; the id alone where no profile has it.
QString providerLabel(const ProfileCatalog& catalog, const QByteArray& id);

/// An endpoint as a person knows it: by its name, else by its method and path. Says so where there is none of that id.
QString endpointLabel(const InspectionRules& rules, EndpointId id);

} // namespace hookloupe
