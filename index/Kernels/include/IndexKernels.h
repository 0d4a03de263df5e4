#pragma once
#include "fault_guard.h"
