// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/response.h"

#include <QString>

namespace hookloupe {

/// "200 OK", with the reason as it is sent; for a fault that sends no status its name in words.
QString responseTitle(const Response& response);

/// One sentence on what a fault did to the connection; empty for none.
QString faultSentence(Fault fault);

} // namespace hookloupe
