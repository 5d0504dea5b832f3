/** ECharts, loaded only with the page that draws it: bars by falling number, and the share they make up together. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/language.tsx';
import { chartColours } from './chart-colours.ts';
import { useTheme } from './theme.tsx';

register([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

export interface ParetoBar {
  readonly name: string;
  readonly count: number;
  readonly cumulativePercent: number;
}

const optionFor = (bars: readonly ParetoBar[], dark: boolean, count: string, share: string) => {
  const colour = dark ? chartColours.dark : chartColours.light;
  const axis = {
    axisLine: { lineStyle: { color: colour.line } },
    axisLabel: { color: colour.soft },
    splitLine: { lineStyle: { color: colour.line } },
  };
  return {
    animation: false,
    // The longest names stand upright below their bars.
    grid: { left: 48, right: 56, top: 36, bottom: 130 },
    tooltip: { trigger: 'axis' as const, backgroundColor: colour.panel, textStyle: { color: colour.ink }, renderMode: 'richText' as const },
    xAxis: {
      type: 'category' as const,
      data: bars.map(({ name }) => name),
      ...axis,
      axisLabel: { color: colour.soft, rotate: 40, interval: 0, width: 150, overflow: 'truncate' as const },
    },
    yAxis: [
      { type: 'value' as const, name: count, minInterval: 1, nameTextStyle: { color: colour.soft }, ...axis },
      { type: 'value' as const, name: share, min: 0, max: 100, nameTextStyle: { color: colour.soft }, ...axis, splitLine: { show: false } },
    ],
    series: [
      { type: 'bar' as const, name: count, data: bars.map((bar) => bar.count), itemStyle: { color: colour.curve }, barMaxWidth: 46 },
      {
        type: 'line' as const,
        name: share,
        yAxisIndex: 1,
        data: bars.map((bar) => bar.cumulativePercent),
        lineStyle: { color: colour.limit },
        itemStyle: { color: colour.limit },
      },
    ],
  };
};

export const Pareto = ({ bars }: { readonly bars: readonly ParetoBar[] }) => {
  const words = useWords();
  const { dark } = useTheme();
  const holder = useRef<HTMLDivElement>(null);
  const { count, share } = words.analysis;
  useEffect(() => {
    if (holder.current === null) return undefined;
    const chart = init(holder.current);
    chart.setOption(optionFor(bars, dark, count, share));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(holder.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [bars, dark, count, share]);
  return <div ref={holder} className="curve" aria-hidden="true" />;
};
