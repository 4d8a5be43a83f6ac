import { nodeListener } from '@postern/management';
import express from 'express';

export const start = (handler) => express().use('/mounted', nodeListener(handler)).listen(0, '127.0.0.1');
